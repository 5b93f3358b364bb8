import { sql, type RawBuilder } from 'kysely'
import type { MeasuredHours, ReportTimes, ResponseReport } from '#contract/reports'
import type { Read } from '#lib/db'
import { countedMs, dueMs, epochMs, startOfDue, type CountedTime } from './counted-time.ts'
import { eraOf, eras, joinConversations, joinNarrowed, withSpans, type ReportScope } from './report-scope.ts'

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
  const timesOf = (count: number, [median, p90]: readonly number[]): ReportTimes => ({
    count,
    medianSeconds: median ?? null,
    p90Seconds: p90 ?? null,
  })
  const both = (era: number, slot: string | null) => {
    const row = measured.find((one) => one.what === 'slot' && one.era === era && one.slot === slot)
    return {
      first: timesOf(row?.firstCount ?? 0, row?.firstTimes ?? []),
      all: timesOf(row?.count ?? 0, row?.times ?? []),
    }
  }
  const inBucket = (bucket: number): Measured | undefined =>
    measured.find((one) => one.what === 'bucket' && one.bucket === bucket)
  return {
    period: scope.view,
    hours,
    now: both(eras.now, null),
    before: both(eras.before, null),
    bySlot: scope.view.slots.map((slot) => ({ slot, ...both(eras.now, slot) })),
    buckets: [...bucketSeconds, null].map((upToSeconds, bucket) => ({
      upToSeconds,
      first: inBucket(bucket)?.firstCount ?? 0,
      all: inBucket(bucket)?.count ?? 0,
    })),
    waiting,
    limited,
    judged: judged && limitMinutes !== null ? { limitMinutes, ...judged } : null,
  }
}

type Measured = {
  what: 'slot' | 'bucket'
  era: number
  slot: string | null
  bucket: number | null
  count: number
  firstCount: number
  /** The one in the middle and that of nine in ten; null: there is none. */
  times: number[] | null
  firstTimes: number[] | null
}

/** Whether a wait of `w` ended with the first answer of its conversation `v`. */
export const isFirstAnswer: RawBuilder<boolean> = sql<boolean>`(w.ended_at = v.first_answer_at)`

async function measureTimes(db: Read, scope: ReportScope, counted: CountedTime): Promise<Measured[]> {
  const { period, timeZone } = scope
  const { rows } = await sql<Measured>`
    with answer as materialized (
      select t.era, ${isFirstAnswer} as is_first,
        case when t.era = ${eras.now} then date_trunc(${period.unit}, w.started_at at time zone ${timeZone}) end as slot,
        floor(${countedMs(counted, sql`w.started_at`, sql`w.ended_at`)} / 1000)::int as seconds
      ${answersOf(scope, counted)}
    )
    select 'slot' as what, era, to_char(slot, 'YYYY-MM-DD"T"HH24:MI') as slot, null::int as bucket, count(*)::int as count,
      count(*) filter (where is_first)::int as "firstCount", percentile_disc(array[0.5, 0.9]) within group (order by seconds) as times,
      percentile_disc(array[0.5, 0.9]) within group (order by seconds) filter (where is_first) as "firstTimes"
    from answer group by grouping sets ((era), (era, slot)) having grouping(slot) = 1 or slot is not null
    union all
    select 'bucket', ${eras.now}::int, null, width_bucket(seconds - 1, array[${sql.join(bucketSeconds.map((one) => sql.lit(one)))}]),
      count(*)::int, count(*) filter (where is_first)::int, null, null
    from answer where era = ${eras.now} group by 4`.execute(db)
  return rows
}

/** Waits of both periods that an answer ended, each with its conversation. */
export function answersOf(scope: ReportScope, counted: CountedTime): RawBuilder<unknown> {
  const { accountId, period } = scope
  return sql`from waiting_periods w ${joinConversations('w', scope)}
    cross join lateral (select ${eraOf(sql`w.started_at`, scope)} as era) t ${withSpans(counted)}
    where w.account_id = ${accountId} and w.restored_at is null and w.ended_way = 'answered'
      and w.started_at >= ${period.beforeFrom} and w.started_at < ${period.to} and t.era in (${eras.before}, ${eras.now})`
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

/** Waits by when their own limit ran out, that is as it was when they began. */
async function countLimited(db: Read, scope: ReportScope): Promise<Limited> {
  const { accountId, period, now } = scope
  const { rows } = await sql<{ era: number; waits: number; exceeded: number }>`
    select t.era, count(*)::int as waits, count(*) filter (where w.missed_at is not null)::int as exceeded
    from waits w ${joinNarrowed('w', scope)} cross join lateral (select ${eraOf(sql`w.due_at`, scope)} as era) t
    where w.account_id = ${accountId} and w.due_at >= ${period.beforeFrom} and w.due_at < ${period.to} and w.due_at < ${now}
      and t.era in (${eras.before}, ${eras.now})
    group by 1`.execute(db)
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
  const { accountId, period, now } = scope
  const start = (at: Date): Date => startOfDue(counted.time, limitMinutes, at < now ? at : now)
  const [from, to, beforeFrom, beforeTo] = [period.from, period.to, period.beforeFrom, period.beforeTo].map(
    start,
  )
  const { rows } = await sql<{
    waits: number
    exceeded: number
    waitsBefore: number
    exceededBefore: number
  }>`
    select count(*) filter (where j.is_now)::int as waits, count(*) filter (where j.is_now and j.is_exceeded)::int as exceeded,
      count(*) filter (where j.is_before)::int as "waitsBefore", count(*) filter (where j.is_before and j.is_exceeded)::int as "exceededBefore"
    from waits w ${joinNarrowed('w', scope)} ${withSpans(counted)}
    cross join lateral (select w.started_at >= ${from} and w.started_at < ${to} as is_now,
      w.started_at >= ${beforeFrom} and w.started_at < ${beforeTo} as is_before,
      ${epochMs(sql`coalesce(w.ended_at, ${now}::timestamptz)`)} > ${dueMs(counted, sql`w.started_at`, limitMinutes * 60_000)} as is_exceeded) j
    where w.account_id = ${accountId} and w.started_at >= ${beforeFrom} and w.started_at < ${to}`.execute(db)
  const { waits = 0, exceeded = 0, waitsBefore = 0, exceededBefore = 0 } = rows[0] ?? {}
  return { now: { waits, exceeded }, before: { waits: waitsBefore, exceeded: exceededBefore } }
}
