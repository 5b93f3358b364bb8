import { sql, type RawBuilder } from 'kysely'
import type { CountedTime } from '../counted-time.ts'
import { eraAt, type ReportScope, type Stretch } from '../report-scope.ts'

/** What of a stretch of time is summed up, and where rows are to be read. */
export type SummedDays = {
  /** Tables of the statement: `days`, which are summed up, untouched since and wholly in one era of the report, and `gaps` between. */
  tables: RawBuilder<unknown>
  /** Rows `g`: the gaps. */
  gaps: RawBuilder<unknown>
  /** Whether an instant lies in the gap `g`. */
  isIn(at: RawBuilder<unknown>): RawBuilder<unknown>
}

/** @param until how far rows are read; as far as there are any. */
export function summedDays(
  scope: ReportScope,
  stretch: Stretch,
  { until, hoursKey }: { until?: Date; hoursKey?: string | null } = {},
): SummedDays {
  const { accountId, timeZone, now, takesSums } = scope
  const { beforeFrom } = stretch
  const end = sql`${until ?? 'infinity'}::timestamptz`
  // Nothing but rows: the database is told which, and plans for as many.
  if (!takesSums) {
    return {
      tables: sql`days as (select null::timestamptz as from_at, null::int as era where false)`,
      gaps: sql`(select) g`,
      isIn: (at) => (until ? sql`${at} >= ${beforeFrom} and ${at} < ${until}` : sql`${at} >= ${beforeFrom}`),
    }
  }
  const isMeasured = hoursKey ? sql`and d.hours_key = ${hoursKey}` : sql``
  return {
    tables: sql`days as materialized (
        select d.from_at, d.to_at, ${eraAt(sql`d.from_at`, stretch)} as era from report_days d
        where d.account_id = ${accountId} and d.time_zone = ${timeZone} ${isMeasured} and d.from_at >= ${beforeFrom}
          and d.to_at <= least(${now}::timestamptz, ${end})
          and ${eraAt(sql`d.from_at`, stretch)} = ${eraAt(sql`(d.to_at - interval '1 microsecond')`, stretch)}
          and not exists (select from report_marks m where m.account_id = d.account_id and m.at >= d.from_at and m.at < d.to_at)
      ), gaps as materialized (
        select g.from_at, g.to_at from (
          select lag(d.to_at, 1, ${beforeFrom}::timestamptz) over (order by d.from_at) as from_at, d.from_at as to_at from days d
          union all select coalesce((select max(d.to_at) from days d), ${beforeFrom}::timestamptz), ${end}) g
        where g.from_at < g.to_at)`,
    gaps: sql`gaps g`,
    isIn: (at) => sql`${at} >= g.from_at and ${at} < g.to_at`,
  }
}

/** Of what is kept of days, that of the channels asked for. */
export function ofChannels(alias: string, { channelIds }: ReportScope): RawBuilder<unknown> {
  return channelIds ? sql`and ${sql.ref(alias)}.channel_id = any(${channelIds}::bigint[])` : sql``
}

/** The waits `w` of summed days `d`, measured as asked for. */
export function joinSummedWaits(scope: ReportScope, { hoursKey }: CountedTime): RawBuilder<unknown> {
  return sql`join report_waits w on w.account_id = ${scope.accountId} and w.from_at = d.from_at
    and w.is_working = ${hoursKey !== null} ${ofChannels('w', scope)}`
}
