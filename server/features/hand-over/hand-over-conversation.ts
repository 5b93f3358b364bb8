import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import { seesConversation, type Viewer } from '#features/access'
import { changeContact } from '#features/contacts'
import { changeCustomer } from '#features/customers'
import { changeDeal } from '#features/deals'
import { notify } from '#features/notifications'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'

export type ConversationHanding = { number: number; toUserId: number; comment: string }

type Found = { chatId: string; contactId: number; rootId: number; card: CardRef | null }

/**
 * Makes a colleague responsible for the card of a conversation, or without one for its contact, and tells him why. Throws
 * `conversation.not_found`, `user.not_found`, `session.forbidden`.
 */
export async function handOverConversation(
  tx: Tx,
  viewer: Viewer,
  handing: ConversationHanding,
  now: Date,
): Promise<void> {
  const { accountId, userId } = viewer
  const found = await giveConversation(tx, viewer, handing, now)
  await notify(tx, {
    accountId,
    kind: 'assignment',
    userIds: [handing.toUserId],
    subject: found.card ? `${found.card.kind}:${found.card.id}` : `contact:${found.rootId}`,
    card: found.card,
    number: handing.number,
    contactId: found.contactId,
    byUserId: userId,
    text: handing.comment.trim(),
    at: now,
  })
}

/** The same without a word to the colleague: who hands over many conversations tells him once. */
export async function giveConversation(
  tx: Tx,
  viewer: Viewer,
  { number, toUserId, comment }: ConversationHanding,
  now: Date,
): Promise<Found> {
  const { accountId, userId } = viewer
  const found = await findSeen(tx, viewer, number)
  if (found.card) await giveCard(tx, viewer, found.card, toUserId, now)
  else await changeContact(tx, viewer, { contactId: found.rootId, responsibleUserId: toUserId }, now)
  const text = comment.trim()
  await emit(tx, {
    accountId,
    type: 'conversation.handed_over',
    actor: { kind: 'user', id: userId },
    road: 'hand',
    subject: { kind: 'conversation', id: number },
    number,
    chatId: found.chatId,
    contactId: found.contactId,
    card: found.card,
    after: { toUserId, ...(text !== '' && { comment: text }) },
    at: now,
  })
  return found
}

async function findSeen(tx: Tx, viewer: Viewer, number: number): Promise<Found> {
  const { rows } = await sql<Found>`
    select v.chat_id as "chatId", v.contact_id as "contactId", k.root_id as "rootId",
      case when v.card_id is null then null else jsonb_build_object('kind', v.card_kind, 'id', v.card_id) end as card
    from conversations v join contacts k on k.account_id = v.account_id and k.id = v.contact_id
    where v.account_id = ${viewer.accountId} and v.number = ${number} and ${seesConversation(viewer, 'v')}`.execute(
    tx,
  )
  if (!rows[0]) throw new AppError('conversation.not_found')
  return rows[0]
}

async function giveCard(tx: Tx, viewer: Viewer, card: CardRef, toUserId: number, now: Date): Promise<void> {
  const responsibleUserId = toUserId
  if (card.kind === 'deal') await changeDeal(tx, viewer, { dealId: card.id, responsibleUserId }, now)
  else await changeCustomer(tx, viewer, { customerId: card.id, responsibleUserId }, now)
}
