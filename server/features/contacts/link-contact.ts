import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Road } from '#contract/events'
import { seesContact, type Viewer } from '#features/access'
import { lockEditableEntity, tableOf } from '#features/cards'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { lockContact } from './lock-contact.ts'

export type ContactLink = { card: CardRef; contactId: number; isMain?: boolean | undefined }
/** By what a contact hangs on a card: by itself, or by one that was merged into it. */
type Linked = { linkedId: number; contactId: number; isMain: boolean }

/**
 * Puts a contact that the viewer sees on a card that he may edit, or makes it the main one; repeating it changes nothing. The
 * contact is locked before the card, so that a message of it meanwhile lands before or after. Throws `contact.not_found`,
 * `deal.not_found` (or the like of its kind), `session.forbidden`.
 */
export async function linkContact(
  tx: Tx,
  viewer: Viewer,
  link: ContactLink,
  now: Date,
  road: Road = 'hand',
): Promise<void> {
  const { accountId } = viewer
  const contactId = await lockContact(tx, accountId, link.contactId)
  const card = await lockCard(tx, viewer, link.card)
  if (contactId === null || !(await isSeen(tx, viewer, contactId))) throw new AppError('contact.not_found')
  const linked = await listLinked(tx, accountId, card)
  const known = linked.find((each) => each.contactId === contactId)
  const isMain = link.isMain === true || !linked.some((each) => each.isMain)
  if (known && (known.isMain || !isMain)) return
  if (!known) {
    await sql`insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main, added_at)
      values (${accountId}, ${card.kind}, ${card.id}, ${contactId}, false, ${now})`.execute(tx)
  }
  await touch(tx, accountId, card, now)
  if (isMain) await makeMain(tx, accountId, card, known?.linkedId ?? contactId)
  await tell(tx, viewer, { card, contactId, isMain }, 'contact.linked', now, road)
}

/** Takes a contact off a card that the viewer may edit. Throws like `linkContact`. */
export async function unlinkContact(
  tx: Tx,
  viewer: Viewer,
  link: ContactLink,
  now: Date,
  road: Road = 'hand',
): Promise<void> {
  const { accountId } = viewer
  const contactId = await lockContact(tx, accountId, link.contactId)
  const card = await lockCard(tx, viewer, link.card)
  const linked = await listLinked(tx, accountId, card)
  const gone = linked.filter((each) => each.contactId === contactId)
  if (contactId === null || gone.length === 0) throw new AppError('contact.not_found')
  await sql`delete from card_contacts where account_id = ${accountId} and card_kind = ${card.kind} and card_id = ${card.id}
    and contact_id = any(${gone.map(({ linkedId }) => linkedId)}::bigint[])`.execute(tx)
  const wasMain = gone.some(({ isMain }) => isMain)
  const next = linked.find((each) => each.contactId !== contactId)
  await touch(tx, accountId, card, now)
  if (wasMain) await makeMain(tx, accountId, card, next?.linkedId ?? null)
  await tell(tx, viewer, { card, contactId, isMain: wasMain }, 'contact.unlinked', now, road)
}

async function lockCard(tx: Tx, viewer: Viewer, { kind, id }: CardRef): Promise<CardRef> {
  const locked = await lockEditableEntity(tx, viewer, { kind, id })
  return { kind, id: locked.id }
}

async function isSeen(tx: Tx, viewer: Viewer, contactId: number): Promise<boolean> {
  const { rows } =
    await sql`select from contacts k where k.account_id = ${viewer.accountId} and k.id = ${contactId}
    and ${seesContact(viewer, 'k')}`.execute(tx)
  return rows.length > 0
}

async function listLinked(tx: Tx, accountId: number, card: CardRef): Promise<Linked[]> {
  const { rows } = await sql<Linked>`
    select cc.contact_id as "linkedId", own.root_id as "contactId", cc.is_main as "isMain" from card_contacts cc
    join contacts own on own.account_id = cc.account_id and own.id = cc.contact_id
    where cc.account_id = ${accountId} and cc.card_kind = ${card.kind} and cc.card_id = ${card.id}
    order by cc.is_main desc, cc.added_at, cc.contact_id`.execute(tx)
  return rows
}

async function makeMain(tx: Tx, accountId: number, card: CardRef, linkedId: number | null): Promise<void> {
  await sql`update card_contacts set is_main = contact_id is not distinct from ${linkedId}::bigint
    where account_id = ${accountId} and card_kind = ${card.kind} and card_id = ${card.id}`.execute(tx)
  await sql`update ${sql.table(tableName(card))} set main_contact_id = ${linkedId}
    where account_id = ${accountId} and id = ${card.id}`.execute(tx)
}

async function touch(tx: Tx, accountId: number, card: CardRef, now: Date): Promise<void> {
  await sql`update ${sql.table(tableName(card))} set updated_at = ${now}
    where account_id = ${accountId} and id = ${card.id}`.execute(tx)
}

function tableName({ kind }: CardRef): string {
  const known = tableOf(kind)
  if (!known) throw new Error(`Cards of this kind have no table: ${kind}`)
  return known.table
}

async function tell(
  tx: Tx,
  viewer: Viewer,
  { card, contactId, isMain }: Required<ContactLink>,
  type: 'contact.linked' | 'contact.unlinked',
  at: Date,
  road: Road,
): Promise<void> {
  const facts = { contactId, isMain }
  await emit(tx, {
    accountId: viewer.accountId,
    type,
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'contact', id: contactId },
    contactId,
    card,
    ...(type === 'contact.linked' ? { after: facts } : { before: facts }),
    at,
  })
}
