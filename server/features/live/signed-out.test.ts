import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { createResolveCaller, ensureAdmin, routes as peopleRoutes } from '#features/people'
import { startChangeTail, startPostgresWakeup } from '#lib/change-tail'
import { onCommit } from '#lib/db'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { createLiveHub } from './live-hub.ts'
import { servePages } from './test-pages.ts'

const { db, pool, connectionString } = await createTestDatabase()
const log = createLog({ level: 'silent' })
const tail = await startChangeTail({
  db,
  log,
  startWakeup: (onWake) => startPostgresWakeup(connectionString, log, onWake),
})
onCommit(db, tail.wake)
const people = {
  db,
  secretKey: Buffer.alloc(32, 7),
  publicUrl: null,
  clock: () => new Date(),
  mail: null,
  onAccountCreated: async () => {},
}
const resolveCaller = createResolveCaller(people)
const hub = createLiveHub({ db, pool, tail, log, nodeId: randomUUID() })
const { app, base } = await servePages({ hub, tail, resolveCaller }, peopleRoutes(people))
const person = { email: 'anna@shop.ru', password: 'correct horse battery' }
await ensureAdmin(people, { ...person, accountName: 'Магазин' })
async function call(method: 'POST' | 'DELETE', cookie: string, body?: object): Promise<string> {
  const answer = await app.inject({
    method,
    url: '/api/session',
    headers: { origin: base, host: new URL(base).host, ...(cookie ? { cookie } : {}) },
    ...(body ? { payload: body } : {}),
  })
  expect(answer.statusCode).toBe(200)
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

function connect(cookie: string, query = ''): WebSocket {
  const headers = { cookie }
  return new WebSocket(`${base.replace('http', 'ws')}/api/live${query}`, { origin: base, headers })
}

/** A page of this session that has said hello. */
async function openPage(cookie: string, query = ''): Promise<WebSocket> {
  const socket = connect(cookie, query)
  await once(socket, 'message')
  return socket
}

test('signing out closes the pages of that session at once; those of another browser go on', async () => {
  const [here, there] = [await call('POST', '', person), await call('POST', '', person)]
  const page = await openPage(here)
  const other = await openPage(there)
  const closed = once(page, 'close')
  await call('DELETE', here)
  const [code] = await closed
  expect(code).toBe(4401)
  expect(other.readyState).toBe(WebSocket.OPEN)
  await call('DELETE', there)
  await once(other, 'close')
  await expect.poll(() => hub.clients()).toBe(0)
})

test('a page that is shown to another hears nothing of who has signed in meanwhile, and is told why', async () => {
  const cookie = await call('POST', '', person)
  const { userId } = (await resolveCaller({ headers: new Headers({ cookie }) })) ?? { userId: 0 }
  const own = await openPage(cookie, `?pageUserId=${userId}`)
  const page = connect(cookie, `?pageUserId=${userId + 1}`)
  const heard: unknown[] = []
  page.on('message', (data) => heard.push(data))
  const [code] = await once(page, 'close')
  expect([code, heard, own.readyState]).toEqual([4409, [], WebSocket.OPEN])
  own.close()
  const broken = connect(cookie, '?pageUserId=her')
  const [error] = await once(broken, 'error')
  expect(String(error)).toContain('422')
})
