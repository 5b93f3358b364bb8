import { sql } from 'kysely'
import type { MeasuredHours, PeopleReport, ReportTimes } from '#contract/reports'
import type { Read } from '#lib/db'
import type { CountedTime } from './counted-time.ts'
import { packed } from './days/sum-day.ts'
import { joinSummedWaits, ofChannels, summedDays } from './days/summed-days.ts'
import { factsOf, groupBy, type FactCount } from './fact-counts.ts'
import type { ReportNames } from './find-names.ts'
import { eraAt, eras, joinConversations, reportFacts, type ReportScope } from './report-scope.ts'
import { answersIn, timesOf } from './answers.ts'

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
  const days = summedDays(scope, period, { until: period.to })
  const { rows } = await sql<FactCount & Person & { era: number }>`
    with ${days.tables}
    select p.user_id as "userId", p.type, p.era, sum(p.n)::int as n from (
      select e.responsible_user_id as user_id, e.type, ${eraAt(sql`e.at`, period)} as era, count(*) as n
      from ${days.gaps} cross join lateral (
        select e.type, e.at, v.responsible_user_id from events e ${joinConversations('e', scope)}
        where e.account_id = ${accountId} and ${reportFacts} and ${days.isIn(sql`e.at`)}) e
      group by 1, 2, 3
      union all
      select f.responsible_user_id, f.type, d.era, f.n from days d join report_facts f on f.account_id = ${accountId}
        and f.from_at = d.from_at and f.what = 'person' ${ofChannels('f', scope)}
    ) p where p.era in (${eras.before}, ${eras.now}) group by 1, 2, 3`.execute(db)
  return rows
}

async function measureByPerson(
  db: Read,
  scope: ReportScope,
  counted: CountedTime,
): Promise<(ReportTimes & Person)[]> {
  const { from, to } = scope.period
  const only = { from, to, beforeFrom: from, beforeTo: from }
  const days = summedDays(scope, only, { until: to, hoursKey: counted.hoursKey })
  const { rows } = await sql<Person & { firsts: Buffer }>`
    with ${days.tables}
    select m.user_id as "userId", string_agg(m.firsts, ''::bytea) as firsts from (
      select a.responsible_user_id as user_id, ${packed(sql`a.seconds`, sql`true`)} as firsts
      from (${answersIn(scope, only, { counted, days })}) a where a.is_first group by 1
      union all
      select w.responsible_user_id, w.firsts from days d ${joinSummedWaits(scope, counted)}
    ) m group by 1 having length(string_agg(m.firsts, ''::bytea)) > 0`.execute(db)
  return rows.map(({ userId, firsts }) => ({ userId, ...timesOf([firsts]) }))
}
