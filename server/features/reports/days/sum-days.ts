import { sql } from 'kysely'
import type { WorkingHours } from '#contract/working-hours'
import { readWorkingHours } from '#features/working-hours'
import type { Db } from '#lib/db'
import { dayStartsAt } from '#lib/start-of-day'
import { countedTime, hoursKey, type CountedTime } from '../counted-time.ts'
import { sumDay } from './sum-day.ts'

/** An account with fewer conversations is counted as it is: that takes no time. */
const fewestConversations = 20_000

/**
 * Sums up the days that are over and have no sum, or one that something has touched since. One process at a time. @returns how
 * many.
 */
export async function sumDays(db: Db, now: Date, fewest = fewestConversations): Promise<number> {
  await sql`delete from report_marks m where not exists (select from report_days d where d.account_id = m.account_id)`.execute(
    db,
  )
  const { rows } = await sql<{ id: number }>`
    select account_id as id from account_counters where kind = 'conversation' and value >= ${fewest} order by 1`.execute(
    db,
  )
  let summed = 0
  for (const { id } of rows) summed += await sumAccount(db, id, now)
  return summed
}

async function sumAccount(db: Db, accountId: number, now: Date): Promise<number> {
  const hours = await readWorkingHours(db, accountId)
  const first = await findFirst(db, accountId)
  await forgetBefore(db, accountId, first ?? now)
  const days = first ? await findDays(db, accountId, hours, { first, now }) : []
  const [{ from: earliest } = { from: now }] = days
  const measure = (measured: 'all' | 'working'): CountedTime =>
    countedTime(hours, measured, { from: earliest, to: now, limitMinutes: null })
  const sum = { accountId, timeZone: hours.timeZone, hoursKey: hoursKey(hours), all: measure('all') }
  const working = hours.intervals.length === 0 ? null : measure('working')
  for (const { from, to } of days) {
    // One snapshot: what is summed up is what the marks that go with it were about.
    await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => sumDay(tx, { ...sum, working, from, to }))
  }
  return days.length
}

/** Since when there is something to count. */
async function findFirst(db: Db, accountId: number): Promise<Date | null> {
  const { rows } = await sql<{ first: Date | null }>`
    select least(
      (select min(e.at) from events e where e.account_id = ${accountId} and e.type = 'conversation.opened'),
      (select min(w.started_at) from waiting_periods w where w.account_id = ${accountId} and w.restored_at is null)) as first`.execute(
    db,
  )
  return rows[0]?.first ?? null
}

/** Events are kept only so long as the account says. */
async function forgetBefore(db: Db, accountId: number, first: Date): Promise<void> {
  await sql`with gone as (delete from report_days where account_id = ${accountId} and to_at <= ${first})
    delete from report_marks where account_id = ${accountId} and at < ${first}::timestamptz - interval '25 hours'`.execute(
    db,
  )
}

/**
 * Days are over 26 hours after their end, by the clock of the database, which marks are told by: no transaction that has seen them
 * young still writes.
 */
async function findDays(
  db: Db,
  accountId: number,
  hours: WorkingHours,
  { first, now }: { first: Date; now: Date },
): Promise<{ from: Date; to: Date }[]> {
  const zone = sql`${hours.timeZone}::text`
  const { rows } = await sql<{ from: Date; to: Date }>`
    with edge as materialized (select least(${now}::timestamptz, now()) - interval '26 hours' as last), day as materialized (
      select ${dayStartsAt(sql`d`, zone)} as from_at, ${dayStartsAt(sql`d + interval '1 day'`, zone)} as to_at, edge.last
      from edge cross join generate_series((${first}::timestamptz at time zone ${zone})::date::timestamp,
        (edge.last at time zone ${zone})::date::timestamp, interval '1 day') d
    )
    select d.from_at as "from", d.to_at as "to" from day d
    left join report_days r on r.account_id = ${accountId} and r.from_at = d.from_at
    where d.from_at < d.to_at and d.to_at <= d.last and (
      r.from_at is null or r.to_at <> d.to_at or r.time_zone <> ${hours.timeZone} or r.hours_key <> ${hoursKey(hours)}
      or exists (select from report_marks m where m.account_id = ${accountId} and m.at >= d.from_at and m.at < d.to_at))
    order by 1`.execute(db)
  return rows
}
