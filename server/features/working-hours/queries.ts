import { sql } from 'kysely'
import type { WorkingHours } from '#contract/working-hours'
import type { Read, Tx } from '#lib/db'

/** When an account works. Throws for an account that is not there. */
export async function readWorkingHours(db: Read, accountId: number): Promise<WorkingHours> {
  const { rows } = await sql<WorkingHours>`
    select a.time_zone as "timeZone",
      coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'fromMinute', h.from_minute, 'toMinute', h.to_minute)
        order by h.weekday, h.from_minute) from working_hours h where h.account_id = a.id), '[]') as intervals,
      coalesce((select jsonb_agg(d.date::text order by d.date) from holidays d where d.account_id = a.id), '[]') as holidays
    from accounts a where a.id = ${accountId}`.execute(db)
  const [hours] = rows
  if (!hours) throw new Error('There is no such account')
  return hours
}

/** The same, while nobody else can set them. */
export async function lockWorkingHours(tx: Tx, accountId: number): Promise<WorkingHours> {
  await sql`select from accounts where id = ${accountId} for no key update`.execute(tx)
  return readWorkingHours(tx, accountId)
}

/** Puts these hours in the place of the former ones. */
export async function replaceWorkingHours(tx: Tx, accountId: number, hours: WorkingHours): Promise<void> {
  await sql`update accounts set time_zone = ${hours.timeZone} where id = ${accountId}`.execute(tx)
  await sql`delete from working_hours where account_id = ${accountId}`.execute(tx)
  await sql`delete from holidays where account_id = ${accountId}`.execute(tx)
  await sql`insert into working_hours (account_id, weekday, from_minute, to_minute)
    select ${accountId}, "weekday", "fromMinute", "toMinute" from jsonb_to_recordset(${JSON.stringify(hours.intervals)}::jsonb)
      r(weekday int, "fromMinute" int, "toMinute" int)`.execute(tx)
  await sql`insert into holidays (account_id, date)
    select distinct ${accountId}::bigint, date::date from unnest(${hours.holidays}::text[]) date`.execute(tx)
}
