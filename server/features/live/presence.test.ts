import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import type { LiveFrame } from '#contract/live'
import type { Presence } from '#contract/presence'
import { findViewer } from '#features/access'
import { freePresences, routes as presenceRoutes } from '#features/presence'
import { startChangeTail, startPostgresWakeup } from '#lib/change-tail'
import { inTransaction, onCommit } from '#lib/db'
import type { ResolveCaller } from '#lib/http/serve-routes'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { createLiveHub } from './live-hub.ts'
import { servePages } from './test-pages.ts'

const database = await createTestDatabase()
const { db, pool, connectionString } = database
const log = createLog({ level: 'silent' })
const tail = await startChangeTail({
  db,
  log,
  startWakeup: (onWake) => startPostgresWakeup(connectionString, log, onWake),
})
onCommit(db, tail.wake)
const nodeId = randomUUID()
const hub = createLiveHub({ db, pool, tail, log, nodeId })
const resolveCaller: ResolveCaller = async ({ headers }) => {
  const [, accountId, userId] = /who=(\d+)\.(\d+)/.exec(headers.get('cookie') ?? '') ?? []
  const viewer = await findViewer(db, Number(accountId), Number(userId))
  return viewer && { ...viewer, name: 'Анна', roleId: 1 }
}
const { app, base } = await servePages({ hub, tail, resolveCaller }, presenceRoutes({ db }))
const open = await openCrm(database)
let crm: TestCrm
let number = 0
beforeAll(async () => {
  crm = await open()
  number = (await crm.write('Марина')).number
})
afterEach(() => vi.restoreAllMocks())
type Page = { socket: WebSocket; told: Presence[]; until(what: (told: Presence[]) => boolean): Promise<void> }

/** A page of this user that has said hello, with what it was told of who looks where. */
async function openPage(userId: number): Promise<Page> {
  const headers = { cookie: `who=${crm.accountId}.${userId}` }
  const socket = new WebSocket(`${base.replace('http', 'ws')}/api/live`, { origin: base, headers })
  const told: Presence[] = []
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as LiveFrame
    if (frame.type !== 'changes') return
    for (const change of frame.changes) if (change.topic === 'presence') told.push(change)
  })
  await once(socket, 'message')
  return {
    socket,
    told,
    until: async (what) => {
      while (!what(told)) await once(socket, 'message')
    },
  }
}
const look = (page: Page, at: number | null): void =>
  page.socket.send(JSON.stringify({ type: 'look', number: at }))
const newest = (told: Presence[]): number[] | undefined => told.at(-1)?.userIds

async function listed(userId: number): Promise<unknown> {
  const cookie = `who=${crm.accountId}.${userId}`
  return (await app.inject({ method: 'GET', url: '/api/presences', headers: { cookie } })).json()
}

test('who looks at a conversation is told to those who see it, until he leaves or his connection ends', async () => {
  const anna = crm.adminId
  const boris = await crm.addUser()
  const stranger = await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
  const [hers, his, blind] = [await openPage(anna), await openPage(boris), await openPage(stranger)]
  look(his, number)
  await hers.until((told) => newest(told)?.length === 1)
  expect(hers.told.at(-1)).toMatchObject({ number, userIds: [boris] })
  expect(await listed(anna)).toEqual({ items: [{ number, userIds: [boris] }] })
  expect(await listed(stranger)).toEqual({ items: [] })

  // What one does not see, and what is no signal, changes nothing; the connection lives on.
  blind.socket.send('nonsense')
  look(blind, number)
  look(hers, number)
  await his.until((told) => newest(told)?.length === 2)
  look(hers, null)
  await his.until((told) => newest(told)?.length === 1)
  his.socket.terminate()
  await hers.until((told) => newest(told)?.length === 0)
  expect(await listed(anna)).toEqual({ items: [] })
  expect(blind.told).toEqual([])
  for (const page of [hers, blind]) page.socket.close()
})

test('whoever looked through a node that has died looks no more', async () => {
  const page = await openPage(crm.adminId)
  look(page, number)
  await page.until((told) => newest(told)?.length === 1)
  await db.insertInto('nodes').values({ id: nodeId, machine_id: 'one', roles: [] }).execute()
  await inTransaction(db, (tx) => freePresences(tx, []))
  expect(await listed(crm.adminId)).toEqual({ items: [{ number, userIds: [crm.adminId] }] })
  await db.deleteFrom('nodes').where('id', '=', nodeId).execute()
  await inTransaction(db, (tx) => freePresences(tx, []))
  await page.until((told) => newest(told)?.length === 0)
  page.socket.close()
})

test('whoever leaves while the database is away looks no more when it is back', async () => {
  const page = await openPage(crm.adminId)
  look(page, number)
  await page.until((told) => newest(told)?.length === 1)
  const transactions = vi.spyOn(db, 'transaction').mockImplementation(() => {
    throw new Error('the database is away')
  })
  page.socket.terminate()
  await vi.waitFor(() => expect(transactions).toHaveBeenCalled(), 60_000)
  transactions.mockRestore()
  await vi.waitFor(async () => expect(await listed(crm.adminId)).toEqual({ items: [] }), 60_000)
})

test('a look that was written although the answer got lost is forgotten too', async () => {
  const page = await openPage(crm.adminId)
  const transaction = db.transaction.bind(db)
  const lost = vi.spyOn(db, 'transaction').mockImplementationOnce(() => {
    const begun = transaction()
    const execute = begun.execute.bind(begun)
    begun.execute = async (work) => {
      await execute(work)
      throw new Error('the connection broke')
    }
    return begun
  })
  look(page, number)
  await page.until((told) => newest(told)?.length === 1)
  page.socket.terminate()
  await vi.waitFor(async () => expect(await listed(crm.adminId)).toEqual({ items: [] }), 60_000)
  expect(lost).toHaveBeenCalled()
})
