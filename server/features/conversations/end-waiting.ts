import type { Tx } from '#lib/db'
import type { ActorRef } from '#lib/events'
import type { ConversationState } from './conversation-state.ts'
import { tellMissed } from './record-missed.ts'
import { isOverdue } from './waiting.ts'

type WaitEnd = { at: Date; way: 'answered' | 'dismissed' | 'closed'; by: ActorRef; messageId?: string }
type ReadingEnd = {
  at: Date
  way: 'visible' | 'marked' | 'answered' | 'dismissed' | 'closed'
  userId: number | null
  upTo?: string | null
}

/**
 * Keeps what a wait was, so that it can come back when the answer that ended it never leaves. One that ended too late, and that
 * nobody had found out yet, is recorded as such in the same transaction.
 */
export async function keepWait(tx: Tx, before: ConversationState, end: WaitEnd): Promise<void> {
  await keepWaits(tx, [before], end)
}

/** The same for conversations whose waits are ended together. */
export async function keepWaits(tx: Tx, states: readonly ConversationState[], end: WaitEnd): Promise<void> {
  const waits = states.flatMap((state) => {
    const { waitingSince, missedAt } = state
    const isFoundNow = missedAt === null && isOverdue(state, end.at)
    return waitingSince === null ? [] : [{ state, waitingSince, isFoundNow }]
  })
  if (waits.length === 0) return
  await tx
    .insertInto('waiting_periods')
    .values(
      waits.map(({ state, waitingSince, isFoundNow }) => ({
        account_id: state.accountId,
        number: state.number,
        started_at: waitingSince,
        due_at: state.dueAt,
        limit_minutes: state.limitMinutes,
        missed_at: isFoundNow ? end.at : state.missedAt,
        ended_at: end.at,
        ended_way: end.way,
        ended_by_message: end.messageId ?? null,
        ended_by_kind: end.by.kind,
        ended_by_id: end.by.id,
      })),
    )
    .execute()
  const found = waits.flatMap(({ state, isFoundNow }) => (isFoundNow ? [state] : []))
  if (found.length > 0) await tellMissed(tx, found)
}

/** Keeps who made an unread conversation read and tells live readers; the notifications of it go everywhere. */
export async function keepReading(tx: Tx, before: ConversationState, reading: ReadingEnd): Promise<void> {
  await keepReadings(tx, [before], reading)
}

/** The same for conversations that become read together. */
export async function keepReadings(
  tx: Tx,
  states: readonly ConversationState[],
  reading: ReadingEnd,
): Promise<void> {
  const unread = states.filter(({ readAt }) => readAt === null)
  if (unread.length === 0) return
  await tx
    .insertInto('readings')
    .values(
      unread.map((state) => ({
        account_id: state.accountId,
        number: state.number,
        at: reading.at,
        user_id: reading.userId,
        way: reading.way,
        up_to: reading.upTo ?? state.lastMessageId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
