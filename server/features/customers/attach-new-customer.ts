import type { FieldValue } from '#contract/field-values'
import { mayDo, type Viewer } from '#features/access'
import { lockWithContact, saveConversation, targetOf } from '#features/conversations'
import { changesOf, fillNewCard } from '#features/fields'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { tellCreated } from './create-customer.ts'
import { holdCustomerStage } from './customer-stages.ts'
import { insertCustomer } from './insert-customer.ts'

type Wish = { number: number; fields?: Record<string, FieldValue | null> | undefined }

/**
 * Makes a customer for an open conversation that has no card, in the first stage. Throws `session.forbidden`,
 * `conversation.not_found`, `conversation.already_has_card`, `conversation.closed`, and what `fillNewCard` does.
 */
export async function attachNewCustomer(
  tx: Tx,
  viewer: Viewer,
  { number, fields }: Wish,
  now: Date,
): Promise<void> {
  const { accountId, userId, groupId } = viewer
  if (!mayDo(viewer, 'customers', 'add', { userId, groupId })) throw new AppError('session.forbidden')
  const locked = await lockWithContact(tx, accountId, number)
  if (!locked) throw new AppError('conversation.not_found')
  const { state: before, contact } = locked
  if (before.card) throw new AppError('conversation.already_has_card')
  if (before.closedAt !== null) throw new AppError('conversation.closed')
  const responsibleUserId = before.contactResponsibleUserId ?? userId
  const place = await holdCustomerStage(tx, accountId, undefined)
  const id = await insertCustomer(tx, {
    accountId,
    place,
    name: contact.name,
    responsibleUserId,
    contactIds: [contact.id],
    companyId: null,
    fromDealId: null,
    nextPurchaseOn: null,
    now,
  })
  await tellCreated(tx, { accountId, id, contactId: contact.id, number, now }, { userId })
  const card = { kind: 'customer' as const, id }
  await fillNewCard(tx, viewer, card, { place, fields: changesOf(fields), now, road: 'hand' })
  const after = { ...before, card, responsibleUserId }
  await saveConversation(tx, before, after)
  await emit(tx, {
    ...targetOf(after),
    type: 'conversation.moved',
    actor: { kind: 'user', id: userId },
    road: 'hand',
    subject: { kind: 'conversation', id: number },
    before: { card: null },
    after: { card },
    at: now,
  })
}
