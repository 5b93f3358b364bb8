import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { openCrm } from '../deals/test-crm.ts'
import { openReports } from './report-blocks.ts'

/** Three years of an account; the report is about ninety days of them. */
const talks = 20_000
const days = 1095
const reported = { from: '2026-08-10', to: '2026-11-07' }
const now = new Date('2026-11-07T20:00:00Z')
/** The ninety days and those before, with two waits each and what stands beside. */
const mostRows = Math.ceil(((talks * 181) / days) * 4)

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer

beforeAll(async () => {
  const crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  own = await crm.viewer(
    await crm.addUser({ deals: { view: 'own' }, contacts: { view: 'own' } }, await crm.addGroup()),
  )
  await crm.write('Марина')
  await sql`insert into working_hours (account_id, weekday, from_minute, to_minute)
    select ${crm.accountId}, d, 540, 1080 from generate_series(1, 5) d`.execute(db)
  await addTalks(crm.accountId, crm.channelId)
  await sql`vacuum analyze`.execute(db)
})

/** Closed conversations of one chat with their facts, waits, and many events that no report is about. */
async function addTalks(accountId: number, channelId: number): Promise<void> {
  await sql`
    with c as (select id, contact_id from chats where account_id = ${accountId} limit 1), v as (
      insert into conversations (account_id, number, chat_id, channel_id, contact_id, opened_at, opened_by_kind, opened_way, status, closed_at,
        read_at, first_answer_at, last_message_at, responsible_user_id, contact_responsible_user_id)
      select ${accountId}, 1000 + i, c.id, ${channelId}, c.contact_id, t.at, 'client', 'in', 'closed', t.at + interval '1 day', t.at,
        t.at + i % 4000 * interval '1 second', t.at, ${admin.userId},
        case when i % 50 = 0 then ${own.userId}::bigint else ${admin.userId} end
      from generate_series(1, ${talks}::int) i cross join c
      cross join lateral (select ${now}::timestamptz - (${talks}::int - i) * (interval '1 day' * ${days}::int / ${talks}::int) as at) t
      returning account_id, number, channel_id, opened_at, closed_at, first_answer_at
    ), waits as (
      insert into waiting_periods (account_id, number, started_at, ended_at, ended_way)
      select account_id, number, opened_at, first_answer_at, 'answered' from v
      union all select account_id, number, opened_at + interval '2 hours', opened_at + interval '3 hours', 'answered' from v
    )
    insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, number, channel_id)
    select account_id, f.at, gen_random_uuid(), f.type, 'client', 'messenger', 'conversation', number::text, number, channel_id
    from v cross join lateral (values ('conversation.opened', opened_at), ('conversation.closed', closed_at),
      ('message.received', opened_at), ('message.queued', first_answer_at), ('message.received', closed_at)) f(type, at)`.execute(
    db,
  )
}

const large = new Set(['conversations', 'events', 'waiting_periods'])

test.each([
  ['of who sees everything', () => admin],
  ['of who sees his own', () => own],
])('a report %s reads its period, by indexes, however old the account is', async (_what, viewer) => {
  const blocks = (read: Read) =>
    openReports(read, viewer(), { ...reported, hours: 'working', limitMinutes: 30 }, now)
  const plans = [
    ...(await explain(database, async (read) => (await blocks(read)).conversations())),
    ...(await explain(database, async (read) => (await blocks(read)).responses())),
    ...(await explain(database, async (read) => (await blocks(read)).people())),
    ...(await explain(database, async (read) => (await blocks(read)).load())),
  ]
  expect(plans.length).toBeGreaterThan(6)
  for (const plan of plans) {
    expect(
      plan.scanned.filter((name) => large.has(name)),
      plan.text,
    ).toEqual([])
    expect(plan.rows, plan.text).toBeLessThanOrEqual(mostRows)
  }
  const report = await (await blocks(db)).conversations()
  expect(report.now.opened).toBeGreaterThan(viewer() === admin ? 1500 : 30)
})

test('counting all of an account’s conversations looks at no row of an event', async () => {
  const plan = (
    await explain(database, async (read) => (await openReports(read, admin, reported, now)).conversations())
  ).find(({ text }) => text.includes('events'))
  expect(plan?.text).toContain('Index Only Scan events by events_of_reports')
})
