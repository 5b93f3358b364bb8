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

/** A page of this session that has said hello. */
async function openPage(cookie: string): Promise<WebSocket> {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/api/live`, {
    origin: base,
    headers: { cookie },
  })
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
