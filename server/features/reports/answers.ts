import { sql, type RawBuilder } from 'kysely'
import type { ReportTimes } from '#contract/reports'
import { countedMs, type CountedTime } from './counted-time.ts'
import { readPacked, shareOf } from './days/packed-times.ts'
import type { SummedDays } from './days/summed-days.ts'
import {
  eraAt,
  eras,
  isFirstAnswer,
  joinConversations,
  withSpans,
  type ReportScope,
  type Stretch,
} from './report-scope.ts'

/** Selects the waits of both periods that an answer ended, from the `gaps` between days that are summed up. */
export function answersIn(
  scope: ReportScope,
  stretch: Stretch,
  { counted, days }: { counted: CountedTime; days: SummedDays },
): RawBuilder<unknown> {
  return sql`select t.era, w.started_at, w.responsible_user_id, w.is_first,
      floor(${countedMs(counted, sql`w.started_at`, sql`w.ended_at`)} / 1000)::int as seconds
    from ${days.gaps} cross join lateral (
      select w.started_at, w.ended_at, v.responsible_user_id, coalesce(${isFirstAnswer}, false) as is_first
      from waiting_periods w ${joinConversations('w', scope)}
      where w.account_id = ${scope.accountId} and w.restored_at is null and w.ended_way = 'answered'
        and ${days.isIn(sql`w.started_at`)}) w
    cross join lateral (select ${eraAt(sql`w.started_at`, stretch)} as era) t ${withSpans(counted)}
    where t.era in (${eras.before}, ${eras.now})`
}

/** How many there are, the one in the middle and the one that nine of ten do not pass. */
export function timesOf(buffers: readonly Buffer[]): ReportTimes {
  const seconds = readPacked(buffers)
  return { count: seconds.length, medianSeconds: shareOf(seconds, 0.5), p90Seconds: shareOf(seconds, 0.9) }
}
