import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { LiveChange } from '#contract/live'
import { currentCursor, readChanges } from '#lib/changes'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { changesFor } from './changes-for.ts'
import { hydrate } from './hydrate.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
/** Takes leads and sees his own only. */
let own = 0
/** See all deals, or their group's, but no leads and nothing else. */
let all = 0
let group = 0
let mate = 0
let ofGroup = 0

beforeAll(async () => {
  crm = await createCrm()
  ofGroup = await crm.addGroup()
  const none = { view: 'none' } as const
  own = await crm.addUser({ deals: { view: 'own' }, contacts: none, customers: none })
  all = await crm.addUser({ contacts: none, customers: none })
  mate = await crm.addUser({ customers: none }, ofGroup)
  const reach = { view: 'group' } as const
  group = await crm.addUser({ deals: reach, contacts: none, customers: none }, ofGroup)
  await sql`update roles r set incoming = false from users u where u.account_id = ${crm.accountId}
    and u.id = any(${[all, group]}::bigint[]) and r.account_id = u.account_id and r.id = u.role_id`.execute(
    db,
  )
})

async function lead(responsibleUserId: number | null = null): Promise<{ dealId: number; number: number }> {
  const made = await crm.write(`Клиент ${randomUUID()}`)
  await sql`update deals d set stage_id = s.id, responsible_user_id = ${responsibleUserId} from stages s
    where d.account_id = ${crm.accountId} and d.id = ${made.dealId} and s.account_id = d.account_id
      and s.pipeline_id = d.pipeline_id and s.kind = 'incoming'`.execute(db)
  await sql`update conversations set responsible_user_id = ${responsibleUserId}, contact_responsible_user_id = null
    where account_id = ${crm.accountId} and number = ${made.number}`.execute(db)
  await sql`update contacts set responsible_user_id = null where account_id = ${crm.accountId}`.execute(db)
  return made
}

/** What leaves the socket of this user for what is done. */
async function toldOf(userId: number, act: () => Promise<unknown>): Promise<LiveChange[]> {
  const cursor = await currentCursor(db)
  await act()
  const { changes } = await readChanges(db, cursor, { accountId: crm.accountId, most: 1000 })
  return changesFor(db, await crm.viewer(userId), await hydrate(db, crm.accountId, changes))
}

const settle =
  (path: string, body: object = {}) =>
  async () => {
    const reply = await crm.call(crm.adminId, 'POST', `/incoming-leads/${path}`, body)
    expect(reply).toMatchObject({ status: 200 })
  }

/** Neither its conversation nor its deal is named. */
function expectSilent(told: LiveChange[], { dealId, number }: { dealId: number; number: number }): void {
  const named = new Set(['conversation', 'conversation.gone', 'message', 'deal', 'deal.gone', 'presence'])
  expect(told.filter(({ topic }) => named.has(topic))).toEqual([])
  expect(JSON.stringify(told)).not.toMatch(new RegExp(`"(number|dealId)":(${number}|${dealId})\\b`))
}

test('who may not see a lead is not told of it when it goes where he cannot see it', async () => {
  const made = await crm.call(crm.adminId, 'POST', '/customers', { name: 'Ромашка' })
  const card = { kind: 'customer', id: (made.body as { id: number }).id }
  for (const userId of [all, group]) {
    const linked = await lead(mate)
    expectSilent(await toldOf(userId, settle(`${linked.dealId}/link`, { card })), linked)
  }
})

test('nor when somebody out of his sight is given it, or accepts it', async () => {
  const given = await lead(mate)
  const give = () => crm.call(crm.adminId, 'PATCH', `/deals/${given.dealId}`, { responsibleUserId: all })
  expect(await toldOf(group, give)).not.toContainEqual({ topic: 'conversation.gone', number: given.number })
  const accepted = await lead(mate)
  expect(
    await toldOf(group, settle(`${accepted.dealId}/acceptance`, { responsibleUserId: crm.adminId })),
  ).not.toContainEqual({ topic: 'conversation.gone', number: accepted.number })
})

test('who takes leads is told that one, and its conversation, is gone; who had it in his group, that an ordinary deal is', async () => {
  const { dealId, number } = await lead()
  const told = await toldOf(own, settle(`${dealId}/acceptance`))
  expect(told).toContainEqual({ topic: 'deal.gone', dealId })
  expect(told).toContainEqual({ topic: 'conversation.gone', number })
  const deal = await crm.write(`Клиент ${randomUUID()}`)
  await crm.call(crm.adminId, 'PATCH', `/deals/${deal.dealId}`, { responsibleUserId: mate })
  const give = () => crm.call(crm.adminId, 'PATCH', `/deals/${deal.dealId}`, { responsibleUserId: all })
  expect(await toldOf(group, give)).toContainEqual({ topic: 'conversation.gone', number: deal.number })
})
