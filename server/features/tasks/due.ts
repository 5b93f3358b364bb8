import { sql, type RawBuilder } from 'kysely'
import type { TaskDue } from '#contract/tasks'
import type { Read, Tx } from '#lib/db'
import { addJob } from '#lib/jobs'
import { dayStartsAt } from '#lib/start-of-day'

/** When a task is overdue and when its responsible is told. */
export type DueTimes = { on: string | null; dueAt: Date; remindAt: Date }

/**
 * A time is told of when it comes. A day lasts to its last millisecond in the account's zone and is told of in its morning; when
 * that is past already, at its end.
 */
export async function placeDue(db: Read, accountId: number, due: TaskDue, now: Date): Promise<DueTimes> {
  if ('at' in due) {
    const at = new Date(due.at)
    return { on: null, dueAt: at, remindAt: at }
  }
  const { rows } = await sql<{ morning: Date; end: Date }>`
    select (${due.on}::date + time '09:00') at time zone a.time_zone as morning,
      (${startOfNext(sql`${due.on}::date`)}) - interval '1 millisecond' as end
    from accounts a where a.id = ${accountId}`.execute(db)
  const [row] = rows
  if (!row) throw new Error('There is no such account')
  return { on: due.on, dueAt: row.end, remindAt: row.morning > now ? row.morning : row.end }
}

type Planned = { accountId: number; taskId: number; remindAt: Date }

/**
 * The job at the time of telling; one of an earlier plan finds another time in the row and does nothing. What was due before
 * it was written down is told of by the list alone.
 */
export async function planTelling(
  tx: Tx,
  { accountId, taskId, remindAt }: Planned,
  now: Date,
): Promise<void> {
  if (remindAt <= now) return
  const payload = { accountId, taskId, at: remindAt.toISOString() }
  await addJob(tx, 'tell-due-task', payload, { key: `task:${accountId}:${taskId}`, runAt: remindAt })
}

const startOfNext = (day: RawBuilder<unknown>): RawBuilder<Date> =>
  dayStartsAt(sql`${day} + 1`, sql`a.time_zone`)

/** The days of the account's calendar around now: instants at which tomorrow and the day after begin. */
export type Days = { tomorrow: Date; dayAfter: Date }

export async function readDays(db: Read, accountId: number, now: Date): Promise<Days> {
  const { rows } = await sql<Days>`
    select ${dayStartsAt(sql`today + 1`, sql`zone`)} as tomorrow, ${dayStartsAt(sql`today + 2`, sql`zone`)} as "dayAfter"
    from (select (${now}::timestamptz at time zone time_zone)::date as today, time_zone as zone
      from accounts where id = ${accountId}) a`.execute(db)
  const [days] = rows
  if (!days) throw new Error('There is no such account')
  return days
}

/** The instants at which a stretch of days begins and ends. */
export async function readStretch(
  db: Read,
  accountId: number,
  { from, to }: { from: string; to: string },
): Promise<{ since: Date; until: Date }> {
  const { rows } = await sql<{ since: Date; until: Date }>`
    select ${dayStartsAt(sql`${from}::date`, sql`a.time_zone`)} as since, ${startOfNext(sql`${to}::date`)} as until
    from accounts a where a.id = ${accountId}`.execute(db)
  const [stretch] = rows
  if (!stretch) throw new Error('There is no such account')
  return stretch
}
