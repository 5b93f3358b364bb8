import { sql, type RawBuilder } from 'kysely'
import type { CardRef } from '#contract/common'
import { seesCompany, seesContact, seesMessage, type Viewer } from '#features/access'
import { findCardNames, requireCard } from '#features/cards'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'

/** Where a task belongs; all null: nowhere. */
export type TaskPlace = { card: CardRef | null; contactId: number | null; companyId: number | null }

/** The place of a row `t`. */
export const placeColumns: RawBuilder<unknown> = sql`
  case when t.card_id is null then null else jsonb_build_object('kind', t.card_kind, 'id', t.card_id) end as card,
  t.contact_id as "contactId", t.company_id as "companyId"`

/**
 * Where a new task belongs: what was named, else where its message is. Throws the `not_found` of what is named and cannot be
 * seen.
 */
export async function findPlace(
  tx: Tx,
  viewer: Viewer,
  given: TaskPlace & { messageId: string | null },
): Promise<TaskPlace> {
  const { card, messageId } = given
  if (card) await requireCard(tx, viewer, card)
  const contactId = given.contactId === null ? null : await findSeen(tx, viewer, 'contact', given.contactId)
  const companyId = given.companyId === null ? null : await findSeen(tx, viewer, 'company', given.companyId)
  const named = { card, contactId, companyId }
  if (messageId === null) return named
  const found = await placeOfMessage(tx, viewer, messageId)
  return card || contactId !== null || companyId !== null ? named : found
}

/** What is merged into another is that one. Throws the `not_found` of its kind. */
async function findSeen(tx: Tx, viewer: Viewer, kind: 'contact' | 'company', id: number): Promise<number> {
  const [table, sees] =
    kind === 'contact' ? (['contacts', seesContact] as const) : (['companies', seesCompany] as const)
  const { rows } = await sql<{ id: number }>`
    select e.id from ${sql.table(table)} e where e.account_id = ${viewer.accountId}
      and e.id = (select root_id from ${sql.table(table)} where account_id = ${viewer.accountId} and id = ${id})
      and e.deleted_at is null and ${sees(viewer, 'e')}`.execute(tx)
  if (!rows[0]) throw new AppError(`${kind}.not_found`)
  return rows[0].id
}

/** The card of its conversation, for who sees it; else its client. Throws `message.not_found`. */
async function placeOfMessage(tx: Tx, viewer: Viewer, messageId: string): Promise<TaskPlace> {
  const { rows } = await sql<{ card: CardRef | null; contactId: number | null }>`
    select case when v.card_id is null then null else jsonb_build_object('kind', v.card_kind, 'id', v.card_id) end as card,
      case when k.deleted_at is null and ${seesContact(viewer, 'k')} then k.id end as "contactId"
    from messages m
    join chats h on h.account_id = m.account_id and h.id = m.chat_id
    join contacts own on own.account_id = h.account_id and own.id = h.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join conversations v on v.account_id = m.account_id and v.number = m.number
    where m.account_id = ${viewer.accountId} and m.id = ${messageId} and m.deleted_at is null and ${seesMessage(viewer, 'm')}`.execute(
    tx,
  )
  const [found] = rows
  if (!found) throw new AppError('message.not_found')
  const [card] = await findCardNames(tx, viewer, found.card ? [found.card] : [])
  return card
    ? { card: { kind: card.kind, id: card.id }, contactId: null, companyId: null }
    : { card: null, contactId: found.contactId, companyId: null }
}
