import type { ActorRef } from '#lib/events'
import { change, emit } from '#lib/events'
import type { Road } from '#contract/events'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import type { ConversationState } from './conversation-state.ts'
import { keepReading, keepWait } from './end-waiting.ts'
import { lockConversation } from './lock-conversation.ts'
import { saveConversation } from './save-conversation.ts'
import { notWaiting } from './waiting.ts'

export type Closing = {
  accountId: number
  number: number
  actor: ActorRef
  way: 'hand' | 'api' | 'silence'
  road: Road
  /** The newest client's message the closer has seen; undefined closes whatever has come. */
  seenMessageId?: string | null
  now: Date
}

/**
 * Closes a conversation: over, read, not waiting (S12, R5). A second close is the same closure. A client's message newer than
 * what the closer saw is told first: 409. A closed conversation is never reopened.
 */
export async function closeConversation(tx: Tx, closing: Closing): Promise<ConversationState> {
  const before = await lockConversation(tx, closing.accountId, closing.number)
  if (!before) throw new AppError('conversation.not_found')
  if (before.closedAt !== null) return before
  if (closing.seenMessageId !== undefined && (await hasNewer(tx, before, closing.seenMessageId))) {
    throw new AppError('conversation.new_message', { lastMessageId: before.lastIncomingId })
  }
  const after: ConversationState = {
    ...before,
    status: 'closed',
    closedAt: closing.now,
    readAt: before.readAt ?? closing.now,
    unread: 0,
    ...notWaiting,
  }
  await saveConversation(tx, before, after)
  await tx
    .insertInto('closures')
    .values({
      account_id: closing.accountId,
      number: closing.number,
      actor_kind: closing.actor.kind,
      actor_id: closing.actor.id,
      way: closing.way,
      at: closing.now,
    })
    .execute()
  const userId = closing.actor.kind === 'user' ? closing.actor.id : null
  await keepWait(tx, before, { at: closing.now, way: 'closed', by: closing.actor })
  await keepReading(tx, before, { at: closing.now, way: 'closed', userId })
  const target = targetOf(before)
  if (before.readAt === null) await change(tx, { ...target, topic: 'conversation.read' })
  await emit(tx, {
    ...target,
    type: 'conversation.closed',
    actor: closing.actor,
    road: closing.road,
    subject: { kind: 'conversation', id: closing.number },
    channelId: before.channelId,
    after: { way: closing.way },
    at: closing.now,
  })
  return after
}

async function hasNewer(tx: Tx, state: ConversationState, seenMessageId: string | null): Promise<boolean> {
  if (state.lastIncomingId === null || seenMessageId === state.lastIncomingId) return false
  if (seenMessageId === null) return true
  const seen = await tx
    .selectFrom('messages')
    .select(['received_at', 'chat_id'])
    .where('account_id', '=', state.accountId)
    .where('id', '=', seenMessageId)
    .executeTakeFirst()
  const last = await tx
    .selectFrom('messages')
    .select('received_at')
    .where('account_id', '=', state.accountId)
    .where('id', '=', state.lastIncomingId)
    .executeTakeFirst()
  if (!seen || seen.chat_id !== state.chatId) return true
  return last !== undefined && last.received_at > seen.received_at
}

/** What live changes and events of a conversation name. */
export function targetOf(state: ConversationState): {
  accountId: number
  number: number
  chatId: string
  contactId: number
  card: ConversationState['card']
} {
  return {
    accountId: state.accountId,
    number: state.number,
    chatId: state.chatId,
    contactId: state.contactId,
    card: state.card,
  }
}
