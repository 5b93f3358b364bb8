import { sql, type RawBuilder } from 'kysely'
import type { CountedTime } from '../counted-time.ts'
import { eraAt, type ReportScope, type Stretch } from '../report-scope.ts'

/**
 * Two tables of a statement: `days`, which are summed up, untouched since and wholly in one era of the report, and `gaps`, the time
 * between them, where rows are to be read; up to `until`, or as far as there is something.
 */
export function summedDays(
  scope: ReportScope,
  stretch: Stretch,
  { until, hoursKey }: { until?: Date; hoursKey?: string | null } = {},
): RawBuilder<unknown> {
  const { accountId, timeZone, now } = scope
  const { beforeFrom } = stretch
  const end = sql`${until ?? 'infinity'}::timestamptz`
  const isMeasured = hoursKey ? sql`and d.hours_key = ${hoursKey}` : sql``
  const days = scope.takesSums
    ? sql`select d.from_at, d.to_at, ${eraAt(sql`d.from_at`, stretch)} as era from report_days d
      where d.account_id = ${accountId} and d.time_zone = ${timeZone} ${isMeasured} and d.from_at >= ${beforeFrom}
        and d.to_at <= least(${now}::timestamptz, ${end})
        and ${eraAt(sql`d.from_at`, stretch)} = ${eraAt(sql`(d.to_at - interval '1 microsecond')`, stretch)}
        and not exists (select from report_marks m where m.account_id = d.account_id and m.at >= d.from_at and m.at < d.to_at)`
    : sql`select null::timestamptz as from_at, null::timestamptz as to_at, null::int as era where false`
  return sql`days as materialized (${days}), gaps as materialized (
      select g.from_at, g.to_at from (
        select lag(d.to_at, 1, ${beforeFrom}::timestamptz) over (order by d.from_at) as from_at, d.from_at as to_at from days d
        union all select coalesce((select max(d.to_at) from days d), ${beforeFrom}::timestamptz), ${end}) g
      where g.from_at < g.to_at)`
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
