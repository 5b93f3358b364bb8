import { sql } from 'kysely'
import { farthestReminderDays } from '#contract/reminders'
import { seesConversation, type Viewer } from '#features/access'
import { uuidv7 } from '#lib/crypto'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { addJob } from '#lib/jobs'

type Of = { number: number }
const dayMs = 24 * 60 * 60 * 1000

/** When the viewer is reminded of a conversation. Throws `conversation.not_found`. */
export async function findReminder(db: Read, viewer: Viewer, { number }: Of): Promise<{ at: string | null }> {
  await requireSeen(db, viewer, number)
  const { rows } = await sql<{ at: Date }>`select at from reminders where ${waiting(viewer, number)}`.execute(
    db,
  )
  return { at: rows[0]?.at.toISOString() ?? null }
}

/** Another time takes the place of the one that was set. Throws `conversation.not_found`, `request.invalid`. */
export async function setReminder(
  tx: Tx,
  viewer: Viewer,
  { number, at: asked }: Of & { at: string },
  now: Date,
): Promise<{ at: string }> {
  const { accountId, userId } = viewer
  await requireSeen(tx, viewer, number)
  const at = new Date(asked)
  if (at <= now) throw refusal('past', 'the time is past')
  if (at.getTime() > now.getTime() + farthestReminderDays * dayMs)
    throw refusal('too_far', 'the time is more than a year ahead')
  const { rows } = await sql<{ id: string }>`
    insert into reminders (account_id, id, user_id, number, at, created_at)
    values (${accountId}, ${uuidv7()}, ${userId}, ${number}, ${at}, ${now})
    on conflict (account_id, user_id, number) where told_at is null and cancelled_at is null do update set at = excluded.at
    returning id`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('What was just written is not there')
  const payload = { accountId, id, at: at.toISOString() }
  await addJob(tx, 'remind', payload, { key: `reminder:${accountId}:${id}`, runAt: at })
  await tell(tx, viewer, number)
  return { at: at.toISOString() }
}

/** What was cancelled, or has come already, is cancelled. Throws `conversation.not_found`. */
export async function cancelReminder(tx: Tx, viewer: Viewer, { number }: Of, now: Date): Promise<void> {
  await requireSeen(tx, viewer, number)
  const { numAffectedRows } = await sql`update reminders set cancelled_at = ${now}
    where ${waiting(viewer, number)}`.execute(tx)
  if (numAffectedRows) await tell(tx, viewer, number)
}

const waiting = ({ accountId, userId }: Viewer, number: number) =>
  sql`account_id = ${accountId} and user_id = ${userId} and number = ${number} and told_at is null and cancelled_at is null`

async function requireSeen(db: Read, viewer: Viewer, number: number): Promise<void> {
  const { rows } =
    await sql`select from conversations v where v.account_id = ${viewer.accountId} and v.number = ${number}
    and ${seesConversation(viewer, 'v')}`.execute(db)
  if (rows.length === 0) throw new AppError('conversation.not_found')
}

function tell(tx: Tx, { accountId, userId }: Viewer, number: number): Promise<void> {
  return change(tx, { accountId, topic: 'reminder', userId, number })
}

function refusal(problem: string, message: string): AppError {
  return new AppError('request.invalid', { fields: [{ path: 'at', problem, message }] })
}
