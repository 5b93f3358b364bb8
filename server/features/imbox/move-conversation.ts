import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import { mayDo, type Responsible, type Viewer } from '#features/access'
import { requireEditableCard } from '#features/cards'
import { lockWithContact, saveConversation, targetOf } from '#features/conversations'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'

export type Moving = {
  number: number
  card: CardRef
  /** The card it stood on when one chose; undefined: whatever it is. */
  seen?: CardRef | null | undefined
}

/**
 * Hangs a conversation on another card by hand (R2); its contact becomes one of the card's. Both cards must be one's to edit.
 * Throws `deal.not_found`, `customer.not_found`, `session.forbidden`, `conversation.not_found`, `conversation.card_changed`.
 */
export async function moveConversation(
  tx: Tx,
  viewer: Viewer,
  { number, card, seen }: Moving,
  now: Date,
): Promise<void> {
  const { accountId } = viewer
  await requireEditableCard(tx, viewer, card)
  const locked = await lockWithContact(tx, accountId, number)
  if (!locked) throw new AppError('conversation.not_found')
  const { state: before, contact } = locked
  if (isSame(before.card, card)) return
  if (seen !== undefined && !isSame(before.card, seen)) throw new AppError('conversation.card_changed')
  const cards = await lockCards(tx, accountId, [card, ...(before.card ? [before.card] : [])])
  // A lead may have been joined to another card, or a right lost, while the locks were waited for.
  await requireEditableCard(tx, viewer, card)
  const old = cards.find((each) => isSame(each, before.card))
  if (old && !mayDo(viewer, old.kind === 'deal' ? 'deals' : 'customers', 'edit', old))
    throw new AppError('session.forbidden')
  await sql`insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main, added_at)
    select ${accountId}, ${card.kind}, ${card.id}, ${contact.id}, not exists (select from card_contacts cc
      where cc.account_id = ${accountId} and cc.card_kind = ${card.kind} and cc.card_id = ${card.id} and cc.is_main), ${now}
    where not exists (select from card_contacts cc join contacts own on own.account_id = cc.account_id and own.id = cc.contact_id
      where cc.account_id = ${accountId} and cc.card_kind = ${card.kind} and cc.card_id = ${card.id} and own.root_id = ${contact.id})`.execute(
    tx,
  )
  await sql`update ${tableOf(card)} set main_contact_id = coalesce(main_contact_id, ${contact.id}), updated_at = ${now}
    where account_id = ${accountId} and id = ${card.id}`.execute(tx)
  const responsibleUserId = cards.find((each) => isSame(each, card))?.userId ?? null
  const after = { ...before, card: { kind: card.kind, id: card.id }, responsibleUserId }
  await saveConversation(tx, before, after)
  await emit(tx, {
    ...targetOf(after),
    type: 'conversation.moved',
    actor: { kind: 'user', id: viewer.userId },
    road: 'hand',
    subject: { kind: 'conversation', id: number },
    before: { card: before.card },
    after: { card: after.card },
    at: now,
  })
}

const isSame = (one: CardRef | null, other: CardRef | null): boolean =>
  one?.kind === other?.kind && one?.id === other?.id

const tableOf = ({ kind }: CardRef): ReturnType<typeof sql.table> =>
  sql.table(kind === 'deal' ? 'deals' : 'customers')

/** Locks cards in the order of all locks, customers before deals, each by id. @returns them with their responsible. */
async function lockCards(
  tx: Tx,
  accountId: number,
  cards: readonly CardRef[],
): Promise<(CardRef & Responsible)[]> {
  const ordered = cards.toSorted(
    (one, other) => Number(one.kind === 'deal') - Number(other.kind === 'deal') || one.id - other.id,
  )
  const found: (CardRef & Responsible)[] = []
  for (const card of ordered) {
    const { rows } = await sql<Responsible>`
      select d.responsible_user_id as "userId", (select u.group_id from users u
        where u.account_id = d.account_id and u.id = d.responsible_user_id) as "groupId"
      from ${tableOf(card)} d where d.account_id = ${accountId} and d.id = ${card.id} for no key update of d`.execute(
      tx,
    )
    found.push(...rows.map((row) => ({ ...card, ...row })))
  }
  return found
}
