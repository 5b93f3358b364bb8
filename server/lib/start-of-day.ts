import { sql, type RawBuilder } from 'kysely'

/** The instant at which a day of the account's calendar begins, so many days after `day` (2026-11-27): a day begins by its clock. */
export function startOfDay(accountId: number, day: string, later = 0): RawBuilder<Date> {
  return sql<Date>`(select (${day}::date + ${later}::int)::timestamp at time zone a.time_zone from accounts a where a.id = ${accountId})`
}
