import type { Tx } from '#lib/db'
import { change } from '#lib/events'
import { targetOf } from './close-conversation.ts'
import type { ConversationState } from './conversation-state.ts'
import { keepReading, keepWait } from './end-waiting.ts'

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
    waitingSince: null,
    firstAnswerAt: state.firstAnswerAt ?? (state.lastIncomingId === null ? null : now),
    lastMessageId: isLast ? messageId : state.lastMessageId,
    lastMessageAt: isLast ? placedAt : state.lastMessageAt,
    lastAnswerId: messageId,
  }
}

/** Keeps what the answer ended, so that it can come back, and tells live readers. `userId`: null for somebody outside. */
export async function keepAnswered(
  tx: Tx,
  before: ConversationState,
  answer: { messageId: string; userId: number | null; now: Date },
): Promise<void> {
  await keepWait(tx, before, { at: answer.now, way: 'answered', messageId: answer.messageId })
  await keepReading(tx, before, { at: answer.now, way: 'answered', userId: answer.userId })
  if (before.readAt === null) await change(tx, { ...targetOf(before), topic: 'conversation.read' })
}
