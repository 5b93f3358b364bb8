import type { FieldValue } from '#contract/field-values'
import { mayDo, type Viewer } from '#features/access'
import { lockWithContact, saveConversation, targetOf } from '#features/conversations'
import { changesOf, fillNewCard } from '#features/fields'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit, type ActorRef } from '#lib/events'
import { findStage } from './find-stage.ts'
import { insertDeal } from './insert-deal.ts'

type Wish = { number: number; fields?: Record<string, FieldValue | null> | undefined }

/**
 * Makes a deal for an open conversation that has no card ("Create deal"), in the main pipeline's first stage. Throws
 * `session.forbidden`, `conversation.not_found`, `conversation.already_has_card`, `conversation.closed`, and what `fillNewCard`
 * does.
 */
export async function attachNewDeal(
  tx: Tx,
  viewer: Viewer,
  { number, fields }: Wish,
  now: Date,
): Promise<void> {
  const own = { userId: viewer.userId, groupId: viewer.groupId }
  if (!mayDo(viewer, 'deals', 'add', own)) throw new AppError('session.forbidden')
  const locked = await lockWithContact(tx, viewer.accountId, number)
  if (!locked) throw new AppError('conversation.not_found')
  const { state: before, contact } = locked
  if (before.card) throw new AppError('conversation.already_has_card')
  if (before.closedAt !== null) throw new AppError('conversation.closed')
  const actor: ActorRef = { kind: 'user', id: viewer.userId }
  const responsibleUserId = before.contactResponsibleUserId ?? viewer.userId
  const place = await findStage(tx, viewer.accountId, {}, null)
  const dealId = await insertDeal(tx, {
    accountId: viewer.accountId,
    place,
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
  await fillNewCard(tx, viewer, card, { place, fields: changesOf(fields), now, road: 'hand' })
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
