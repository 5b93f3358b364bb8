import { sql } from 'kysely'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'

/** Marks one of one's notifications read; on all devices, since it is one row. Reading it twice is fine. */
export async function readNotification(tx: Tx, viewer: Viewer, id: string, now: Date): Promise<void> {
  const { numAffectedRows } = await sql`update notifications set read_at = coalesce(read_at, ${now})
    where account_id = ${viewer.accountId} and user_id = ${viewer.userId} and id = ${id}`.execute(tx)
  if (!numAffectedRows) throw new AppError('notification.not_found')
  await tell(tx, viewer)
}

export async function readAllNotifications(tx: Tx, viewer: Viewer, now: Date): Promise<void> {
  await sql`update notifications set read_at = ${now}
    where account_id = ${viewer.accountId} and user_id = ${viewer.userId} and read_at is null`.execute(tx)
  await tell(tx, viewer)
}

function tell(tx: Tx, viewer: Viewer): Promise<void> {
  return change(tx, { accountId: viewer.accountId, topic: 'notification.changed', userId: viewer.userId })
}
