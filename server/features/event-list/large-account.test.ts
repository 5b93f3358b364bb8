import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { EventFilter } from '#contract/event-list'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { openCrm } from '../deals/test-crm.ts'
import { countEvents, listEvents } from './list-events.ts'

/** Mostly messages of many clients over some years; of the rest a little, of some types almost nothing. */
const events = 120_000
const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)
const now = new Date('2026-11-26T09:30:00Z')

let admin: Viewer
let own: Viewer
let dealId = 0
let contactId = 0
let number = 0
let channelId = 0

beforeAll(async () => {
  const crm = await createCrm()
  channelId = crm.channelId
  admin = await crm.viewer(crm.adminId)
  own = await crm.viewer(await crm.addUser({ deals: { view: 'own' }, contacts: { view: 'own' } }))
  ;({ dealId, contactId, number } = await crm.write('Марина'))
  await sql`
    insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, contact_id, card_kind,
      card_id, channel_id)
    select ${crm.accountId}, timestamptz '2023-01-01' + n * interval '10 minutes', gen_random_uuid(), kind.type,
      case when kind.type = 'message.received' then 'client' when n % 3 = 0 then 'system' else 'user' end,
      case when kind.type = 'message.received' then c.id when n % 3 = 0 then null else n % 40 end, 'hand', kind.subject,
      case kind.subject when 'tag' then '7' when 'deal' then (c.id + 1000000)::text else (c.id + 2000000)::text end,
      case when kind.subject = 'conversation' then c.id + 2000000 end, c.id, 'deal', c.id + 1000000, ${channelId}
    from generate_series(1, ${events}::int) n
    cross join lateral (select case when n % 100 = 0 then ${contactId}::bigint - 0 else 500000 + n % 3000 end as id) c
    cross join lateral (select case when n = 5 then 'tag.merged' when n % 20 = 0 then 'conversation.closed' when n % 10 = 3 then 'deal.moved'
      when n % 4 = 0 then 'message.queued' else 'message.received' end as type, case when n = 5 then 'tag'
      when n % 10 = 3 then 'deal' else 'conversation' end as subject) kind`.execute(db)
  await sql`update events set card_id = ${dealId}, number = ${number} where account_id = ${crm.accountId}
    and contact_id = ${contactId}`.execute(db)
  await sql`vacuum analyze events`.execute(db)
})

/** No table of the account is read whole, and no step meets more than what one answer may look at. */
async function expectBounded(work: (read: Read) => Promise<unknown>, most: number): Promise<void> {
  const plans = await explain(database, work)
  expect(plans.length).toBeGreaterThan(0)
  for (const plan of plans) {
    expect(plan.scanned, plan.text).not.toContain('events')
    expect(plan.rows, plan.text).toBeLessThanOrEqual(most)
  }
}

const aPage = 51
const looked = 10_000
const cases: [what: string, viewer: () => Viewer, filter: () => EventFilter, most: number][] = [
  ['everything', () => admin, () => ({}), 60],
  [
    'conversations created and closed',
    () => admin,
    () => ({ type: ['conversation.opened', 'conversation.closed'] }),
    120,
  ],
  ['a type that is almost nowhere', () => admin, () => ({ type: ['tag.merged'] }), 60],
  ['messages', () => admin, () => ({ type: ['message.received', 'message.queued'] }), looked],
  ['one author', () => admin, () => ({ userId: [7] }), 300],
  ['an author who did nothing', () => admin, () => ({ userId: [999] }), 300],
  ['a kind of authors', () => admin, () => ({ authorKind: ['user'] }), 40 * aPage + 100],
  ['what the system did', () => admin, () => ({ authorKind: ['system'] }), 300],
  ['one author and a type', () => admin, () => ({ userId: [7], type: ['deal.moved'] }), looked],
  ['one contact', () => admin, () => ({ objectKind: 'contact', objectId: contactId }), 300],
  ['one deal', () => admin, () => ({ objectKind: 'deal', objectId: dealId }), looked],
  ['one conversation', () => admin, () => ({ objectKind: 'conversation', objectId: number }), looked],
  ['a channel', () => admin, () => ({ channelId: [channelId] }), looked],
  ['a channel without events', () => admin, () => ({ channelId: [999] }), looked],
  ['days long ago', () => admin, () => ({ from: '2023-02-01', to: '2023-02-02' }), 300],
  [
    'everything together',
    () => admin,
    () => ({
      type: ['deal.moved'],
      userId: [7],
      channelId: [channelId],
      from: '2023-02-01',
      to: '2025-02-02',
    }),
    looked,
  ],
  ['everything, to who sees almost nothing', () => own, () => ({}), looked],
  [
    'closed conversations, to who sees almost nothing',
    () => own,
    () => ({ type: ['conversation.closed'] }),
    looked,
  ],
]

test.each(cases)('%s: a page costs no more in a large account', async (_what, viewer, filter, most) => {
  await expectBounded((read) => listEvents(read, viewer(), { ...filter(), limit: 50 }, now), most)
})

test('what is newer, and a count, cost no more either', async () => {
  const { before } = await listEvents(db, admin, { to: '2024-01-01', limit: 50 }, now)
  await expectBounded((read) => listEvents(read, admin, { after: before ?? '', limit: 50 }, now), 60)
  await expectBounded((read) => countEvents(read, admin, {}), 1100)
  await expectBounded((read) => countEvents(read, own, {}), looked)
})

test('a message that comes in is written into the indexes by time and by contact only', async () => {
  const { rows } = await sql<{
    indexname: string
  }>`select i.indexrelid::regclass::text as indexname from pg_index i
    where i.indrelid = 'events'::regclass and (i.indpred is null
      or pg_get_expr(i.indpred, i.indrelid) = '(contact_id IS NOT NULL)') order by 1`.execute(db)
  expect(rows.map(({ indexname }) => indexname)).toEqual([
    'events_by_contact',
    'events_by_time',
    'events_pkey',
  ])
})
