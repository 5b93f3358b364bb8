import { change, emit, type ActorRef } from '#lib/events'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { targetOf } from './close-conversation.ts'
import type { ConversationState } from './conversation-state.ts'
import { keepReading, keepWait } from './end-waiting.ts'
import { lockConversation } from './lock-conversation.ts'
import { saveConversation } from './save-conversation.ts'
import { notWaiting } from './waiting.ts'

/** "No reply needed" (S14): the conversation is read and not waiting, its notifications go. Repeating it changes nothing. */
export async function dismissConversation(
  tx: Tx,
  dismissal: { accountId: number; number: number; actor: ActorRef; now: Date },
): Promise<ConversationState> {
  const before = await lockConversation(tx, dismissal.accountId, dismissal.number)
  if (!before) throw new AppError('conversation.not_found')
  if (before.closedAt !== null || (before.readAt !== null && before.waitingSince === null)) return before
  const after = { ...before, readAt: before.readAt ?? dismissal.now, unread: 0, ...notWaiting }
  await saveConversation(tx, before, after)
  await keepWait(tx, before, { at: dismissal.now, way: 'dismissed', by: dismissal.actor })
  await keepReading(tx, before, { at: dismissal.now, way: 'dismissed', userId: dismissal.actor.id })
  if (before.readAt === null) await change(tx, { ...targetOf(before), topic: 'conversation.read' })
  await emit(tx, {
    ...targetOf(before),
    type: 'conversation.dismissed',
    actor: dismissal.actor,
    road: 'hand',
    subject: { kind: 'conversation', id: before.number },
    channelId: before.channelId,
    at: dismissal.now,
  })
  return after
}
