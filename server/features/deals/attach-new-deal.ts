import { sql } from 'kysely'
import { mayDo, type Viewer } from '#features/access'
import {
  lockChat,
  lockConversation,
  readConversation,
  saveConversation,
  targetOf,
  type ConversationState,
} from '#features/conversations'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit, type ActorRef } from '#lib/events'
import { findStage } from './find-stage.ts'
import { insertDeal } from './insert-deal.ts'

/**
 * Makes a deal for an open conversation that has no card ("Create deal"), in the main pipeline's first stage. Throws
 * `session.forbidden`, `conversation.not_found`, `conversation.already_has_card`, `conversation.closed`.
 */
export async function attachNewDeal(tx: Tx, viewer: Viewer, number: number, now: Date): Promise<void> {
  const own = { userId: viewer.userId, groupId: viewer.groupId }
  if (!mayDo(viewer, 'deals', 'add', own)) throw new AppError('session.forbidden')
  const before = await lockOpened(tx, viewer.accountId, number)
  if (!before) throw new AppError('conversation.not_found')
  if (before.card) throw new AppError('conversation.already_has_card')
  if (before.closedAt !== null) throw new AppError('conversation.closed')
  const actor: ActorRef = { kind: 'user', id: viewer.userId }
  const responsibleUserId = (await findActive(tx, before)) ?? viewer.userId
  const contact = await findRoot(tx, before)
  const dealId = await insertDeal(tx, {
    accountId: viewer.accountId,
    place: await findStage(tx, viewer.accountId, {}, null),
    name: contact.name,
    budget: null,
    responsibleUserId,
    contactId: contact.id,
    sourceChannelId: before.channelId,
    now,
  })
  const card = { kind: 'deal' as const, id: dealId }
  const after = { ...before, card, responsibleUserId }
  await emit(tx, {
    ...targetOf(after),
    type: 'deal.created',
    actor,
    road: 'hand',
    subject: { kind: 'deal', id: dealId },
    at: now,
  })
  await saveConversation(tx, before, after)
  await emit(tx, {
    ...targetOf(after),
    type: 'conversation.moved',
    actor,
    road: 'hand',
    subject: { kind: 'conversation', id: number },
    before: { card: null },
    after: { card },
    at: now,
  })
}

/** Locks the chat, the contact and the conversation, in the order of all locks. */
async function lockOpened(tx: Tx, accountId: number, number: number): Promise<ConversationState | null> {
  const seen = await readConversation(tx, accountId, number)
  if (!seen) return null
  await lockChat(tx, accountId, seen.chatId)
  await sql`select from contacts where account_id = ${accountId} and id = (
    select root_id from contacts where account_id = ${accountId} and id = ${seen.contactId}) for no key update`.execute(
    tx,
  )
  return lockConversation(tx, accountId, number)
}

/** The contact of a conversation, or the one it was merged into. */
async function findRoot(tx: Tx, state: ConversationState): Promise<{ id: number; name: string }> {
  return tx
    .selectFrom('contacts as own')
    .innerJoin('contacts as k', (join) =>
      join.onRef('k.account_id', '=', 'own.account_id').onRef('k.id', '=', 'own.root_id'),
    )
    .select(['k.id', 'k.name'])
    .where('own.account_id', '=', state.accountId)
    .where('own.id', '=', state.contactId)
    .executeTakeFirstOrThrow()
}

/** The responsible of its contact, when he still works here. */
async function findActive(tx: Tx, state: ConversationState): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select id from users where account_id = ${state.accountId}
    and id = ${state.contactResponsibleUserId} and status = 'active'`.execute(tx)
  return rows[0]?.id ?? null
}
