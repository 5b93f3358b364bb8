import type { Tx } from '#lib/db'
import type { ActorRef } from '#lib/events'
import type { ConversationState } from './conversation-state.ts'
import { tellMissed } from './record-missed.ts'
import { isOverdue } from './waiting.ts'

/**
 * Keeps what a wait was, so that it can come back when the answer that ended it never leaves. One that ended too late, and that
 * nobody had found out yet, is recorded as such in the same transaction.
 */
export async function keepWait(
  tx: Tx,
  before: ConversationState,
  end: { at: Date; way: 'answered' | 'dismissed' | 'closed'; by: ActorRef; messageId?: string },
): Promise<void> {
  if (before.waitingSince === null) return
  const isFoundNow = before.missedAt === null && isOverdue(before, end.at)
  await tx
    .insertInto('waiting_periods')
    .values({
      account_id: before.accountId,
      number: before.number,
      started_at: before.waitingSince,
      due_at: before.dueAt,
      limit_minutes: before.limitMinutes,
      missed_at: isFoundNow ? end.at : before.missedAt,
      ended_at: end.at,
      ended_way: end.way,
      ended_by_message: end.messageId ?? null,
      ended_by_kind: end.by.kind,
      ended_by_id: end.by.id,
    })
    .execute()
  if (isFoundNow) await tellMissed(tx, [before])
}

/** Keeps who made an unread conversation read and tells live readers; the notifications of it go everywhere. */
export async function keepReading(
  tx: Tx,
  before: ConversationState,
  reading: {
    at: Date
    way: 'visible' | 'marked' | 'answered' | 'dismissed' | 'closed'
    userId: number | null
    upTo?: string | null
  },
): Promise<void> {
  if (before.readAt !== null) return
  await tx
    .insertInto('readings')
    .values({
      account_id: before.accountId,
      number: before.number,
      at: reading.at,
      user_id: reading.userId,
      way: reading.way,
      up_to: reading.upTo ?? before.lastMessageId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
