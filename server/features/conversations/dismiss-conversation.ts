import { emitAll, type ActorRef } from '#lib/events'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { targetOf, tellRead } from './close-conversation.ts'
import type { ConversationState } from './conversation-state.ts'
import { keepReadings, keepWaits } from './end-waiting.ts'
import { lockConversation } from './lock-conversation.ts'
import { saveConversations } from './save-conversation.ts'
import { notWaiting } from './waiting.ts'

type Dismissal = { accountId: number; actor: ActorRef; now: Date }

/** "No reply needed" (S14): the conversation is read and not waiting, its notifications go. Repeating it changes nothing. */
export async function dismissConversation(
  tx: Tx,
  dismissal: Dismissal & { number: number },
): Promise<ConversationState> {
  const before = await lockConversation(tx, dismissal.accountId, dismissal.number)
  if (!before) throw new AppError('conversation.not_found')
  if (before.closedAt !== null || (before.readAt !== null && before.waitingSince === null)) return before
  const [after = before] = await dismissLocked(tx, [before], dismissal)
  return after
}

/** The same for conversations of one account whose locks are held and which somebody has to answer, together. */
export async function dismissLocked(
  tx: Tx,
  states: readonly ConversationState[],
  { accountId, actor, now }: Dismissal,
): Promise<ConversationState[]> {
  const changes = states.map((before) => ({
    before,
    after: { ...before, readAt: before.readAt ?? now, unread: 0, ...notWaiting },
  }))
  await saveConversations(tx, accountId, changes)
  await keepWaits(tx, states, { at: now, way: 'dismissed', by: actor })
  await keepReadings(tx, states, { at: now, way: 'dismissed', userId: actor.id })
  await tellRead(tx, states)
  await emitAll(
    tx,
    states.map((before) => ({
      ...targetOf(before),
      type: 'conversation.dismissed',
      actor,
      road: 'hand',
      subject: { kind: 'conversation', id: before.number },
      channelId: before.channelId,
      at: now,
    })),
  )
  return changes.map(({ after }) => after)
}
