import type { Tx } from '#lib/db'
import type { ConversationState } from './conversation-state.ts'

/** Keeps what a wait was, so that it can come back when the answer that ended it never leaves. */
export async function keepWait(
  tx: Tx,
  before: ConversationState,
  end: { at: Date; way: 'answered' | 'dismissed' | 'closed'; messageId?: string },
): Promise<void> {
  if (before.waitingSince === null) return
  await tx
    .insertInto('waiting_periods')
    .values({
      account_id: before.accountId,
      number: before.number,
      started_at: before.waitingSince,
      ended_at: end.at,
      ended_way: end.way,
      ended_by_message: end.messageId ?? null,
    })
    .execute()
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
