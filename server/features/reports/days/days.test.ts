import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { openTime } from '#contract/open-time'
import type { WorkingHours } from '#contract/working-hours'
import type { Viewer } from '#features/access'
import { inTransaction } from '#lib/db'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../../deals/test-crm.ts'
import { replaceWorkingHours } from '../../working-hours/queries.ts'
import { projections } from '../projections.ts'
import { openReports, type MeasuredRequest } from '../report-blocks.ts'
import { insertTalks, inventTalks, minuteMs, type TestTalk } from '../test-talks.ts'
import { sumDays } from './sum-days.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

const now = new Date('2026-11-05T10:20:30Z')
const limitMinutes = 45
const hoursIn = (timeZone: string): WorkingHours => ({
  timeZone,
  intervals: [1, 2, 3, 4, 5, 7].flatMap((weekday) => [
    { weekday, fromMinute: 0, toMinute: 780 },
    { weekday, fromMinute: 840, toMinute: 1080 },
  ]),
  holidays: ['2026-10-28'],
})

let crm: TestCrm
let admin: Viewer
let colleagueId = 0

beforeAll(async () => {
  crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  colleagueId = await crm.addUser({ deals: { view: 'own' } })
  const { rows: stages } = await sql<{ pipelineId: number; stageId: number }>`
    select s.pipeline_id as "pipelineId", s.id as "stageId" from stages s
    join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id
    where s.account_id = ${crm.accountId} and s.kind = 'normal' and p.kind = 'deal'`.execute(db)
  const time = openTime(hoursIn('Europe/Berlin'))
  const talks = inventTalks({
    seed: 26,
    count: 400,
    from: new Date('2026-10-10T00:00:00Z'),
    days: 26,
    channelIds: [crm.channelId, crm.secondChannelId],
    userIds: [crm.adminId, colleagueId],
    stages,
    dueOf: (startedAt) => time.after(startedAt, limitMinutes * minuteMs),
    now,
  })
  await insertTalks(db, crm.accountId, [...talks, lastMoment(talks.length + 1)])
})

/** A wait whose limit is used up to the millisecond when the office closes, answered in the break after it. */
function lastMoment(number: number): TestTalk {
  const at = (time: string): Date => new Date(`2026-10-20T${time}:00+02:00`)
  return {
    number,
    channelId: crm.channelId,
    stage: null,
    responsibleUserId: colleagueId,
    contactResponsibleUserId: colleagueId,
    openedAt: at('12:15'),
    openedBy: { kind: 'client', id: 1 },
    closedAt: at('15:00'),
    closedBy: { kind: 'user', id: colleagueId },
    firstAnswerAt: at('13:30'),
    waits: [
      {
        startedAt: at('12:15'),
        endedAt: at('13:30'),
        endedWay: 'answered',
        dueAt: at('13:00'),
        missedAt: at('13:00'),
        isRestored: false,
      },
    ],
  }
}

/** Everything that reports tell, in an order of its own. */
async function tell(...more: MeasuredRequest[]): Promise<unknown> {
  const requests: MeasuredRequest[] = [{ from: '2026-10-12', to: '2026-11-05' }, ...more]
  const told: unknown[] = []
  for (const request of requests) {
    for (const hours of ['all', 'working'] as const) {
      const blocks = await openReports(db, admin, { ...request, hours, limitMinutes }, now)
      told.push(
        ordered(await blocks.conversations()),
        ordered(await blocks.people()),
        await blocks.responses(),
      )
    }
  }
  return told
}

function ordered(report: object): unknown {
  const byText = (one: unknown, other: unknown): number =>
    JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
  return Object.fromEntries(
    Object.entries(report).map(([key, value]: [string, unknown]) => [
      key,
      Array.isArray(value) ? value.toSorted(byText) : value,
    ]),
  )
}

const forget = () => sql`delete from report_days`.execute(db)

test.each(['Europe/Berlin', 'America/Havana', 'Asia/Kolkata', 'Pacific/Auckland'])(
  'a report that takes days summed up is the one that counts their rows, by the clock of %s',
  async (timeZone) => {
    await inTransaction(db, (tx) => replaceWorkingHours(tx, crm.accountId, hoursIn(timeZone)))
    // Sums of before are another calendar's.
    const more = [
      { from: '2026-10-18', to: '2026-10-25', channelId: [crm.secondChannelId] },
      { from: '2026-10-20', to: '2026-10-20' },
    ]
    const counted = await tell(...more)
    expect(await sumDays(db, now, 0)).toBeGreaterThan(20)
    expect(await tell(...more)).toEqual(counted)
    expect(await findWrongProjections(database.pool, projections)).toEqual([])
    expect(await sumDays(db, now, 0)).toBe(0)
  },
)

test('sums are taken where they are', async () => {
  const counted = await tell()
  await sql`update report_facts set n = n + 1`.execute(db)
  expect(await tell()).not.toEqual(counted)
  await forget()
  expect(await tell()).toEqual(counted)
  await sumDays(db, now, 0)
})

const touches: [string, () => Promise<unknown>][] = [
  [
    'somebody else answers for conversations',
    () =>
      sql`update conversations set responsible_user_id = case when responsible_user_id = ${colleagueId} then ${crm.adminId}::bigint else ${colleagueId}::bigint end
        where number % 7 = 0`.execute(db),
  ],
  [
    'first answers never left',
    () => sql`update conversations set first_answer_at = null where number % 11 = 0`.execute(db),
  ],
  [
    'waits have come back',
    () => sql`update waiting_periods set restored_at = now() where number % 13 = 0`.execute(db),
  ],
  [
    'waits that began long ago end',
    () =>
      sql`insert into waiting_periods (account_id, number, started_at, ended_at, ended_way, due_at, missed_at)
      select account_id, number, started_at - interval '5 hours', ended_at - interval '1 hour', 'closed', due_at - interval '5 hours',
        due_at - interval '5 hours' from waiting_periods where number % 17 = 0`.execute(db),
  ],
  [
    'facts are written late',
    () =>
      sql`insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, channel_id)
      select account_id, at - interval '2 days', gen_random_uuid(), type, actor_kind, actor_id, road, subject_kind, subject_id, number, channel_id
      from events where number % 19 = 0`.execute(db),
  ],
  ['old facts are cleared away', () => sql`delete from events where at < '2026-10-20T12:00:00Z'`.execute(db)],
]

test.each(touches)('what was summed up is not believed any more where %s', async (_what, touch) => {
  const before = await tell()
  await touch()
  const told = await tell()
  expect(told).not.toEqual(before)
  expect(await sumDays(db, now, 0)).toBeGreaterThan(0)
  expect(await tell()).toEqual(told)
  await forget()
  expect(await tell()).toEqual(told)
  await sumDays(db, now, 0)
})

test('who sees some conversations only, and whoever asks for more than channels, gets rows counted', async () => {
  const own = await crm.viewer(colleagueId)
  const asked = { from: '2026-10-12', to: '2026-11-05' }
  const tellOf = async (viewer: Viewer, more: Partial<MeasuredRequest>): Promise<unknown> =>
    ordered(await (await openReports(db, viewer, { ...asked, ...more }, now)).conversations())
  const read = () =>
    Promise.all([
      tellOf(own, {}),
      tellOf(admin, { responsibleUserId: [colleagueId] }),
      tellOf(admin, { stage: [{ pipelineId: 1, stageId: null }] }),
    ])
  const told = await read()
  await sql`update report_facts set n = n + 1`.execute(db)
  expect(await read()).toEqual(told)
})

test('a message of now leaves no mark, and a small account is not summed up', async () => {
  const other = await createCrm()
  const { accountId } = other
  const { number } = await other.write(`Марина ${randomUUID()}`)
  const marks = async (): Promise<number> => {
    const { rows } = await sql`select from report_marks where account_id = ${accountId}`.execute(db)
    return rows.length
  }
  const give = (userId: number | null) =>
    sql`update conversations set responsible_user_id = ${userId} where account_id = ${accountId} and number = ${number}`.execute(
      db,
    )
  await give(null)
  expect(await marks()).toBe(0)
  // The client wrote a day before we learned of it.
  await sql`update conversations set opened_at = now() - interval '2 hours' where account_id = ${accountId}`.execute(
    db,
  )
  await sql`insert into waiting_periods (account_id, number, started_at, ended_at, ended_way)
    values (${accountId}, ${number}, now() - interval '26 hours', now(), 'answered')`.execute(db)
  const before = await marks()
  await give(other.adminId)
  expect(await marks()).toBe(before + 1)
  await forget()
  expect(await sumDays(db, now)).toBe(0)
})
