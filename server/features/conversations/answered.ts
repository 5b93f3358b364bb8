import type { Tx } from '#lib/db'
import { change, type ActorRef } from '#lib/events'
import { targetOf } from './close-conversation.ts'
import type { ConversationState } from './conversation-state.ts'
import { keepReading, keepWait } from './end-waiting.ts'
import { notWaiting } from './waiting.ts'

type Answer = {
  messageId: string
  /** When it was written; later messages stay the last. */
  placedAt: Date
  now: Date
}

/** A person's answer reads the conversation and ends its wait, by whatever road it left (R3). */
export function answered(state: ConversationState, { messageId, placedAt, now }: Answer): ConversationState {
  const isLast = state.lastMessageId === null || placedAt >= state.lastMessageAt
  return {
    ...state,
    readAt: state.readAt ?? now,
    unread: 0,
    ...notWaiting,
    firstAnswerAt: state.firstAnswerAt ?? (state.lastIncomingId === null ? null : now),
    lastMessageId: isLast ? messageId : state.lastMessageId,
    lastMessageAt: isLast ? placedAt : state.lastMessageAt,
    lastAnswerId: messageId,
  }
}

/** Keeps what the answer ended, so that it can come back, and tells live readers. */
export async function keepAnswered(
  tx: Tx,
  before: ConversationState,
  answer: { messageId: string; by: ActorRef; now: Date },
): Promise<void> {
  const { by, now, messageId } = answer
  await keepWait(tx, before, { at: now, way: 'answered', by, messageId })
  // Who writes in the messenger itself is no user, whatever his number.
  await keepReading(tx, before, { at: now, way: 'answered', userId: by.kind === 'outside' ? null : by.id })
  if (before.readAt === null) await change(tx, { ...targetOf(before), topic: 'conversation.read' })
}
