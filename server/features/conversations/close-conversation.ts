import type { ActorRef } from '#lib/events'
import { changeAll, emitAll } from '#lib/events'
import type { Road } from '#contract/events'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import type { ConversationState } from './conversation-state.ts'
import { keepReadings, keepWaits } from './end-waiting.ts'
import { lockConversation } from './lock-conversation.ts'
import { saveConversations } from './save-conversation.ts'
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
  const [after = before] = await closeLocked(tx, [before], closing)
  return after
}

/** Closes open conversations of one account whose locks are held, together: each as if it were alone. */
export async function closeLocked(
  tx: Tx,
  open: readonly ConversationState[],
  { accountId, actor, way, road, now }: Omit<Closing, 'number' | 'seenMessageId'>,
): Promise<ConversationState[]> {
  if (open.length === 0) return []
  const changes = open.map((before) => {
    const after: ConversationState = {
      ...before,
      status: 'closed',
      closedAt: now,
      readAt: before.readAt ?? now,
      unread: 0,
      ...notWaiting,
    }
    return { before, after }
  })
  await saveConversations(tx, accountId, changes)
  await tx
    .insertInto('closures')
    .values(
      open.map(({ number }) => ({
        account_id: accountId,
        number,
        actor_kind: actor.kind,
        actor_id: actor.id,
        way,
        at: now,
      })),
    )
    .execute()
  await keepWaits(tx, open, { at: now, way: 'closed', by: actor })
  await keepReadings(tx, open, { at: now, way: 'closed', userId: actor.kind === 'user' ? actor.id : null })
  await tellRead(tx, open)
  await emitAll(
    tx,
    open.map((before) => ({
      ...targetOf(before),
      type: 'conversation.closed',
      actor,
      road,
      subject: { kind: 'conversation', id: before.number },
      channelId: before.channelId,
      after: { way },
      at: now,
    })),
  )
  return changes.map(({ after }) => after)
}

/** Tells live readers of those that were unread until now. */
export async function tellRead(tx: Tx, states: readonly ConversationState[]): Promise<void> {
  const read = states.filter(({ readAt }) => readAt === null)
  await changeAll(
    tx,
    read.map((state) => ({ ...targetOf(state), topic: 'conversation.read' })),
  )
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
