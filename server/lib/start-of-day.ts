import { sql, type RawBuilder } from 'kysely'

/**
 * The instant at which a day of the account's calendar begins, so many days after `day` (2026-11-27): a day begins by its clock.
 * Where the clock shows midnight twice (Havana in autumn) it is the first one; where it is put forward at midnight (Beirut,
 * Sao Paulo of old) it is the moment at which the day is there.
 */
export function startOfDay(accountId: number, day: string, later = 0): RawBuilder<Date> {
  return sql<Date>`(select ${dayStartsAt(sql`${day}::date + ${later}::int`, sql`a.time_zone`)} from accounts a where a.id = ${accountId})`
}

/** The same of a date and a zone of a query. */
export function dayStartsAt(date: RawBuilder<unknown>, zone: RawBuilder<unknown>): RawBuilder<Date> {
  const midnight = sql`(${date})::timestamp`
  // Of two midnights the database takes the later one: an hour before it the clock showed the same.
  const earlier = sql`((${midnight} at time zone ${zone}) - interval '1 hour')`
  return sql<Date>`case when ${earlier} at time zone ${zone} = ${midnight} then ${earlier} else ${midnight} at time zone ${zone} end`
}
