import { sql, type RawBuilder } from 'kysely'
import type { MeasuredHours, ResponseReport } from '#contract/reports'
import type { Read } from '#lib/db'
import { answersIn, timesOf } from './answers.ts'
import { dueMs, epochMs, startOfDue, type CountedTime } from './counted-time.ts'
import { readPacked } from './days/packed-times.ts'
import { packed } from './days/sum-day.ts'
import { joinSummedWaits, ofChannels, summedDays } from './days/summed-days.ts'
import { eraAt, eras, joinNarrowed, withSpans, type ReportScope, type Stretch } from './report-scope.ts'

/** Up to a minute, 5, 15 and 30 minutes, 1, 2, 4, 8 and 24 hours, longer. */
const bucketSeconds = [60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400] as const

export type Measuring = { hours: MeasuredHours; counted: CountedTime; limitMinutes: number | null }

/** How long answers took, by when the client began to wait. The first is the one that ended a conversation's first answered wait. */
export async function reportResponses(
  db: Read,
  scope: ReportScope,
  { hours, counted, limitMinutes }: Measuring,
): Promise<ResponseReport> {
  const [measured, waiting, limited, judged] = await Promise.all([
    measureTimes(db, scope, counted),
    countWaiting(db, scope),
    countLimited(db, scope),
    limitMinutes === null ? null : judgeWaits(db, scope, { counted, limitMinutes }),
  ])
  const both = (rows: readonly Measured[]) => {
    const firsts = rows.map((row) => row.firsts)
    return { first: timesOf(firsts), all: timesOf([...firsts, ...rows.map((row) => row.others)]) }
  }
  const now = measured.filter(({ era }) => era === eras.now)
  const first = countBuckets(now.map(({ firsts }) => firsts))
  const all = countBuckets(now.flatMap(({ firsts, others }) => [firsts, others]))
  return {
    period: scope.view,
    hours,
    now: both(now),
    before: both(measured.filter(({ era }) => era === eras.before)),
    bySlot: scope.view.slots.map((slot) => ({ slot, ...both(now.filter((one) => one.slot === slot)) })),
    buckets: [...bucketSeconds, null].map((upToSeconds, bucket) => ({
      upToSeconds,
      first: first[bucket] ?? 0,
      all: all[bucket] ?? 0,
    })),
    waiting,
    limited,
    judged: judged && limitMinutes !== null ? { limitMinutes, ...judged } : null,
  }
}

/** How many of the times are in each bucket. */
function countBuckets(buffers: readonly Buffer[]): number[] {
  const counts = Array.from({ length: bucketSeconds.length + 1 }, () => 0)
  for (const seconds of readPacked(buffers)) {
    const found = bucketSeconds.findIndex((upTo) => seconds <= upTo)
    const bucket = found === -1 ? bucketSeconds.length : found
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return counts
}

type Measured = { era: number; slot: string | null; firsts: Buffer; others: Buffer }

/** How many seconds answers took, by the part of the period in which the client began to wait. */
async function measureTimes(db: Read, scope: ReportScope, counted: CountedTime): Promise<Measured[]> {
  const { period, timeZone } = scope
  const slotOf = (at: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`date_trunc(${period.unit}, ${at} at time zone ${timeZone})`
  const days = summedDays(scope, period, { until: period.to, hoursKey: counted.hoursKey })
  const { rows } = await sql<Measured>`
    with ${days.tables}
    select m.era, to_char(m.slot, 'YYYY-MM-DD"T"HH24:MI') as slot, string_agg(m.firsts, ''::bytea) as firsts,
      string_agg(m.others, ''::bytea) as others
    from (
      select a.era, case when a.era = ${eras.now} then ${slotOf(sql`a.started_at`)} end as slot,
        ${packed(sql`a.seconds`, sql`a.is_first`)} as firsts, ${packed(sql`a.seconds`, sql`not a.is_first`)} as others
      from (${answersIn(scope, period, { counted, days })}) a group by 1, 2
      union all
      select d.era, case when d.era = ${eras.now} then ${slotOf(sql`d.from_at`)} end, w.firsts, w.others
      from days d ${joinSummedWaits(scope, counted)} where d.era in (${eras.before}, ${eras.now})
    ) m group by 1, 2`.execute(db)
  return rows
}

async function countWaiting(db: Read, scope: ReportScope): Promise<number> {
  const { accountId, period, conditions } = scope
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from conversations v where ${sql.join(
      [
        sql`v.account_id = ${accountId}`,
        sql`v.closed_at is null`,
        sql`v.waiting_since >= ${period.from}`,
        sql`v.waiting_since < ${period.to}`,
        ...conditions,
      ],
      sql` and `,
    )}`.execute(db)
  return rows[0]?.n ?? 0
}

type Limited = ResponseReport['limited']

/** Waits by when their own limit ran out, that is as it was when they began; those that go on are told by their conversations. */
async function countLimited(db: Read, scope: ReportScope): Promise<Limited> {
  const { accountId, period, now, conditions } = scope
  const going = [
    sql`v.account_id = ${accountId}`,
    sql`v.waiting_since is not null and v.closed_at is null`,
    sql`v.due_at >= ${period.beforeFrom} and v.due_at < ${period.to} and v.due_at < ${now}`,
    ...conditions,
  ]
  const days = summedDays(scope, period, { until: period.to })
  const { rows } = await sql<Counted>`
    with ${days.tables}
    select c.era, sum(c.waits)::int as waits, sum(c.exceeded)::int as exceeded from (
      select ${eraAt(sql`w.due_at`, period)} as era, count(*) as waits, count(*) filter (where w.missed_at is not null) as exceeded
      from ${days.gaps} cross join lateral (
        select w.due_at, w.missed_at from waiting_periods w ${joinNarrowed('w', scope)}
        where w.account_id = ${accountId} and w.restored_at is null and ${days.isIn(sql`w.due_at`)}
          and w.due_at < ${now}) w
      group by 1
      union all
      select ${eraAt(sql`v.due_at`, period)}, count(*), count(*) filter (where v.missed_at is not null) from conversations v
      where ${sql.join(going, sql` and `)} group by 1
      union all
      select d.era, case f.type when 'due' then f.n else 0 end, case f.type when 'exceeded' then f.n else 0 end
      from days d join report_facts f on f.account_id = ${accountId} and f.from_at = d.from_at and f.what = 'due' ${ofChannels('f', scope)}
    ) c group by 1`.execute(db)
  return limitedOf(rows)
}

type Counted = { era: number; waits: number; exceeded: number }

function limitedOf(rows: readonly Counted[]): Limited {
  const of = (era: number): { waits: number; exceeded: number } => {
    const { waits = 0, exceeded = 0 } = rows.find((row) => row.era === era) ?? {}
    return { waits, exceeded }
  }
  return { now: of(eras.now), before: of(eras.before) }
}

/** Every wait whose time would run out in one of the periods, and whether it lasted longer. Nothing that is stored of it is asked. */
async function judgeWaits(
  db: Read,
  scope: ReportScope,
  { counted, limitMinutes }: { counted: CountedTime; limitMinutes: number },
): Promise<Limited> {
  const { accountId, period, now, conditions } = scope
  const start = (at: Date): Date => startOfDue(counted.time, limitMinutes, at < now ? at : now)
  const began: Stretch = {
    from: start(period.from),
    to: start(period.to),
    beforeFrom: start(period.beforeFrom),
    beforeTo: start(period.beforeTo),
  }
  const limitMs = limitMinutes * 60_000
  const isLate = (since: RawBuilder<unknown>, end: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`${epochMs(end)} > ${dueMs(counted, since, limitMs)}`
  const going = [
    sql`v.account_id = ${accountId}`,
    sql`v.waiting_since >= ${began.beforeFrom} and v.waiting_since < ${began.to} and v.closed_at is null`,
    ...conditions,
  ]
  const days = summedDays(scope, began, { until: began.to, hoursKey: counted.hoursKey })
  const { rows } = await sql<Counted>`
    with ${days.tables}
    select c.era, sum(c.waits)::int as waits, sum(c.exceeded)::int as exceeded from (
      select ${eraAt(sql`w.started_at`, began)} as era, count(*) as waits,
        count(*) filter (where ${isLate(sql`w.started_at`, sql`w.ended_at`)}) as exceeded
      from ${days.gaps} cross join lateral (
        select w.started_at, w.ended_at from waiting_periods w ${joinNarrowed('w', scope)}
        where w.account_id = ${accountId} and w.restored_at is null and ${days.isIn(sql`w.started_at`)}) w
      ${withSpans(counted)} group by 1
      union all
      select ${eraAt(sql`v.waiting_since`, began)}, count(*), count(*) filter (where ${isLate(sql`v.waiting_since`, sql`${now}::timestamptz`)})
      from conversations v ${withSpans(counted)} where ${sql.join(going, sql` and `)} group by 1
      union all
      select d.era, cardinality(w.kept), cardinality(w.kept) - width_bucket(${limitMinutes}::int, w.kept)
      from days d ${joinSummedWaits(scope, counted)}
    ) c group by 1`.execute(db)
  return limitedOf(rows)
}
