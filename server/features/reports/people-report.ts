import { sql } from 'kysely'
import type { MeasuredHours, PeopleReport, ReportTimes } from '#contract/reports'
import type { Read } from '#lib/db'
import { countedMs, type CountedTime } from './counted-time.ts'
import { factsOf, groupBy, type FactCount } from './fact-counts.ts'
import type { ReportNames } from './find-names.ts'
import { eraOf, eras, joinConversations, reportFacts, type ReportScope } from './report-scope.ts'
import { answersOf, isFirstAnswer } from './response-report.ts'

type Person = { userId: number | null }

/** The facts of a period by who answers for their conversations now. */
export async function reportPeople(
  db: Read,
  scope: ReportScope,
  { hours, counted, names }: { hours: MeasuredHours; counted: CountedTime; names: ReportNames },
): Promise<PeopleReport> {
  const [counts, times] = await Promise.all([countByPerson(db, scope), measureByPerson(db, scope, counted)])
  const people = groupBy<(FactCount & Person & { era: number }) | (ReportTimes & Person), number | null>(
    [...counts, ...times],
    ({ userId }) => userId,
  )
  const items = [...people.keys()].map((userId) => {
    const own = counts.filter((count) => count.userId === userId)
    const {
      count = 0,
      medianSeconds = null,
      p90Seconds = null,
    } = times.find((one) => one.userId === userId) ?? {}
    return {
      userId,
      name: userId === null ? null : (names.people.get(userId) ?? null),
      now: factsOf(own.filter(({ era }) => era === eras.now)),
      before: factsOf(own.filter(({ era }) => era === eras.before)),
      first: { count, medianSeconds, p90Seconds },
    }
  })
  return {
    period: scope.view,
    hours,
    items: items.toSorted((one, other) => other.now.opened - one.now.opened),
  }
}

async function countByPerson(
  db: Read,
  scope: ReportScope,
): Promise<(FactCount & Person & { era: number })[]> {
  const { accountId, period } = scope
  const { rows } = await sql<FactCount & Person & { era: number }>`
    select v.responsible_user_id as "userId", e.type, t.era, count(*)::int as n
    from events e ${joinConversations('e', scope)} cross join lateral (select ${eraOf(sql`e.at`, scope)} as era) t
    where e.account_id = ${accountId} and ${reportFacts} and e.at >= ${period.beforeFrom} and e.at < ${period.to}
      and t.era in (${eras.before}, ${eras.now})
    group by 1, 2, 3`.execute(db)
  return rows
}

async function measureByPerson(
  db: Read,
  scope: ReportScope,
  counted: CountedTime,
): Promise<(ReportTimes & Person)[]> {
  const { from } = scope.period
  const only = { ...scope, period: { ...scope.period, beforeFrom: from, beforeTo: from } }
  const { rows } = await sql<ReportTimes & Person>`
    select a.user_id as "userId", count(*)::int as count,
      (percentile_disc(0.5) within group (order by a.seconds))::int as "medianSeconds",
      (percentile_disc(0.9) within group (order by a.seconds))::int as "p90Seconds"
    from (select v.responsible_user_id as user_id,
        floor(${countedMs(counted, sql`w.started_at`, sql`w.ended_at`)} / 1000)::int as seconds
      ${answersOf(only, counted)} and ${isFirstAnswer}) a
    group by 1`.execute(db)
  return rows
}
