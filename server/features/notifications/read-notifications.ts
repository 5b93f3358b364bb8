import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
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

type Place = { card: CardRef } | { number: number }

/** Whoever looks at a card or conversation has seen that it is his. */
export async function readPlace(tx: Tx, viewer: Viewer, place: Place, now: Date): Promise<void> {
  const { accountId, userId } = viewer
  const isThere =
    'card' in place
      ? sql`card_kind = ${place.card.kind} and card_id = ${place.card.id}`
      : sql`number = ${place.number} and card_id is null`
  const { numAffectedRows } = await sql`update notifications set read_at = ${now}
    where account_id = ${accountId} and user_id = ${userId} and read_at is null and kind = 'assignment' and ${isThere}`.execute(
    tx,
  )
  if (numAffectedRows) await tell(tx, viewer)
}

function tell(tx: Tx, viewer: Viewer): Promise<void> {
  return change(tx, { accountId: viewer.accountId, topic: 'notification.changed', userId: viewer.userId })
}
