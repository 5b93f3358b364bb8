import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { HandedKind } from '#contract/hand-over'
import { systemClock } from '#lib/clock'
import { inTransaction } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import { waitedFor } from '#lib/test-locks'
import { expectExact, openCrm, type TestCrm } from '../deals/test-crm.ts'
import { jobs, routes } from './index.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const deps = { db, clock: systemClock }
const open = await openCrm(database, () => routes(deps))
const finish = (): Promise<void> => drainJobs(pool, jobs(deps))

type Holdings = {
  items: { what: HandedKind; count: number }[]
  handOver: { total: number; done: number; endedAt: string | null } | null
}
async function holdings(crm: TestCrm, userId: number): Promise<Holdings> {
  return (await crm.call(crm.adminId, 'GET', `/users/${userId}/holdings`)).body as Holdings
}
const countsOf = ({ items }: Holdings): Partial<Record<HandedKind, number>> =>
  Object.fromEntries(items.map(({ what, count }) => [what, count]))

/** Three written-to deals with their contacts, and a task. */
async function giveWork(crm: TestCrm, userId: number): Promise<number[]> {
  const written = [await crm.write('Анна'), await crm.write('Борис'), await crm.write('Вера')]
  for (const { dealId, contactId } of written) {
    await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { responsibleUserId: userId })
    await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { responsibleUserId: userId })
  }
  await sql`insert into tasks (account_id, request_id, type_id, text, due_at, remind_at, responsible_user_id, created_by, created_at, updated_at)
    values (${crm.accountId}, ${randomUUID()}, 1, 'Позвонить', now(), now(), ${userId}, ${userId}, now(), now())`.execute(
    db,
  )
  return written.map(({ number }) => number)
}

test('what somebody answers for is counted, and all of it goes to a colleague with its conversations', async () => {
  const crm = await open()
  const [from, to] = [await crm.addUser(), await crm.addUser()]
  const numbers = await giveWork(crm, from)
  const before = await holdings(crm, from)
  expect(countsOf(before)).toMatchObject({ deals: 3, conversations: 0, contacts: 3, tasks: 1 })
  expect(before.handOver).toBeNull()

  const what = before.items.map((item) => item.what)
  const started = await crm.call(crm.adminId, 'POST', `/users/${from}/hand-over`, { toUserId: to, what })
  expect(started).toMatchObject({ status: 200, body: { toUserId: to, total: 7, done: 0, endedAt: null } })
  const again = await crm.call(crm.adminId, 'POST', `/users/${from}/hand-over`, { toUserId: to, what })
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'hand_over.running' } } })
  await finish()

  const after = await holdings(crm, from)
  expect(after.items.every(({ count }) => count === 0)).toBe(true)
  expect(after.handOver).toMatchObject({ total: 7, done: 7, endedAt: expect.any(String) as string })
  const { rows } = await sql<{ responsible: number; contact: number }>`
    select responsible_user_id as responsible, contact_responsible_user_id as contact from conversations
    where account_id = ${crm.accountId} and number = any(${numbers}::bigint[])`.execute(db)
  expect(rows).toEqual(numbers.map(() => ({ responsible: to, contact: to })))
  await expectExact(database, crm.accountId)
})

test('of two who begin to hand over the same colleague’s at one moment the second is told', async () => {
  const crm = await open()
  const from = await crm.addUser()
  const start = () =>
    crm.call(crm.adminId, 'POST', `/users/${from}/hand-over`, { toUserId: crm.adminId, what: ['deals'] })
  const second = await inTransaction(db, async (tx) => {
    await sql`insert into hand_overs (account_id, id, from_user_id, to_user_id, what, total, started_by, started_at)
      values (${crm.accountId}, ${randomUUID()}, ${from}, ${crm.adminId}, '{deals}', 0, ${crm.adminId}, now())`.execute(
      tx,
    )
    const started = start()
    await waitedFor(db)
    return { started }
  })
  expect(await second.started).toMatchObject({ status: 409, body: { error: { code: 'hand_over.running' } } })
})

test('only what was chosen is handed over; tasks stay when it goes to nobody', async () => {
  const crm = await open()
  const from = await crm.addUser()
  await giveWork(crm, from)
  await crm.call(crm.adminId, 'POST', `/users/${from}/hand-over`, {
    toUserId: null,
    what: ['deals', 'tasks'],
  })
  await finish()
  expect(countsOf(await holdings(crm, from))).toMatchObject({ deals: 0, contacts: 3, tasks: 1 })
  const to = await crm.addUser()
  await crm.call(crm.adminId, 'POST', `/users/${from}/hand-over`, { toUserId: to, what: ['tasks'] })
  await finish()
  const told =
    await sql`select kind, user_id, count from notifications where account_id = ${crm.accountId}`.execute(db)
  expect(told.rows).toEqual([{ kind: 'assignment', user_id: to, count: 1 }])
  await expectExact(database, crm.accountId)
})

test('when who was to get it leaves meanwhile, the rest stays where it is', async () => {
  const crm = await open()
  const [from, to] = [await crm.addUser(), await crm.addUser()]
  await giveWork(crm, from)
  await crm.call(crm.adminId, 'POST', `/users/${from}/hand-over`, { toUserId: to, what: ['deals'] })
  await crm.call(crm.adminId, 'POST', `/users/${to}/deactivation`, {})
  await finish()
  const { items, handOver } = await holdings(crm, from)
  expect(countsOf({ items, handOver })).toMatchObject({ deals: 3 })
  expect(handOver).toMatchObject({ done: 0, endedAt: expect.any(String) as string })
})

test('deactivating ends access at once and hands over in one step; nobody deactivates himself or more than he is', async () => {
  const crm = await open()
  const [from, to] = [await crm.addUser(), await crm.addUser()]
  await giveWork(crm, from)
  const reply = await crm.call(crm.adminId, 'POST', `/users/${from}/deactivation`, {
    handOver: { toUserId: to, what: ['deals', 'contacts', 'tasks'] },
  })
  expect(reply).toMatchObject({ status: 200, body: { id: from, isActive: false } })
  await finish()
  expect(countsOf(await holdings(crm, to))).toMatchObject({ deals: 3, contacts: 3, tasks: 1 })
  const back = await crm.call(crm.adminId, 'DELETE', `/users/${from}/deactivation`)
  expect(back).toMatchObject({ status: 200, body: { isActive: true } })
  const self = await crm.call(crm.adminId, 'POST', `/users/${crm.adminId}/deactivation`, {})
  expect(self).toMatchObject({ status: 409, body: { error: { code: 'user.oneself' } } })
})

test('a conversation is handed over with a comment: its card’s responsible, an event, a line for the colleague', async () => {
  const crm = await open()
  const to = await crm.addUser()
  const { number, dealId } = await crm.write('Глеб')
  const reply = await crm.call(crm.adminId, 'POST', `/conversations/${number}/hand-over`, {
    toUserId: to,
    comment: 'Просит скидку',
  })
  expect(reply.status).toBe(200)
  const deal = await crm.call(crm.adminId, 'GET', `/deals/${dealId}`)
  expect(deal.body).toMatchObject({ responsibleUserId: to })
  const { rows: events } = await sql<{ after: unknown }>`select after from events
    where account_id = ${crm.accountId} and type = 'conversation.handed_over'`.execute(db)
  expect(events).toEqual([{ after: { toUserId: to, comment: 'Просит скидку' } }])
  const { rows: lines } = await sql`select user_id, kind, card_id, number, text from notifications
    where account_id = ${crm.accountId} and kind = 'assignment'`.execute(db)
  expect(lines).toEqual([{ user_id: to, kind: 'assignment', card_id: dealId, number, text: 'Просит скидку' }])
  await expectExact(database, crm.accountId)
})

test('a conversation without a card is handed over with its contact; who may not edit it may not give it away', async () => {
  const crm = await open()
  const [to, reader, blind] = [
    await crm.addUser(),
    await crm.addUser({ deals: { edit: 'none' }, contacts: { edit: 'none' } }),
    await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } }),
  ]
  const { number, contactId } = await crm.write('Дина')
  const give = (userId: number) =>
    crm.call(userId, 'POST', `/conversations/${number}/hand-over`, { toUserId: to })
  expect(await give(reader)).toMatchObject({ status: 403 })
  expect(await give(blind)).toMatchObject({ body: { error: { code: 'conversation.not_found' } } })
  await sql`update conversations set card_kind = null, card_id = null where account_id = ${crm.accountId}`.execute(
    db,
  )
  expect((await give(crm.adminId)).status).toBe(200)
  const contact = await crm.call(crm.adminId, 'GET', `/contacts/${contactId}`)
  expect(contact.body).toMatchObject({ responsibleUserId: to })

  // A conversation that hangs on nothing else is handed over with its contact, also when contacts as such are not.
  expect(countsOf(await holdings(crm, to))).toMatchObject({ conversations: 1, contacts: 1 })
  await crm.call(crm.adminId, 'POST', `/users/${to}/hand-over`, {
    toUserId: crm.adminId,
    what: ['conversations'],
  })
  await finish()
  expect(countsOf(await holdings(crm, to))).toMatchObject({ conversations: 0, contacts: 0 })
})
