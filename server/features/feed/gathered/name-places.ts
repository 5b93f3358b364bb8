import { sql } from 'kysely'
import type { CardKind, EntityRef } from '#contract/common'
import type { FeedHolder } from '#contract/feed'
import { seesContact, type Viewer } from '#features/access'
import { findCardNames } from '#features/cards'
import type { Read } from '#lib/db'
import type { FeedPlace } from '../feed-place.ts'

type Stood = {
  id: string
  cardKind: CardKind | null
  cardId: number | null
  contactId: number | null
  contactName: string | null
}

/** Where the lines of a page stand, by their ids: the card, or the contact when there is none that the viewer sees. */
export async function namePlaces(
  db: Read,
  viewer: Viewer,
  holder: EntityRef,
  page: readonly FeedPlace[],
): Promise<Map<string, FeedHolder>> {
  const idsOf = (kind: FeedPlace['kind']): string[] =>
    page.flatMap((place) => (place.kind === kind ? [place.id] : []))
  const a = viewer.accountId
  const { rows } = await sql<Stood>`
    with lines as (
      select e.id, e.card_kind, e.card_id, e.contact_id from events e
        where e.account_id = ${a} and e.id = any(${idsOf('event')}::uuid[])
      union all select m.id, v.card_kind, v.card_id, v.contact_id from messages m
        join conversations v on v.account_id = m.account_id and v.number = m.number
        where m.account_id = ${a} and m.id = any(${idsOf('message')}::uuid[])
      union all select m.id, c.card_kind, c.card_id, null from internal_messages m
        join internal_chats c on c.account_id = m.account_id and c.id = m.chat_id
        where m.account_id = ${a} and m.id = any(${idsOf('internal')}::uuid[])
      union all select n.request_id, case when n.entity_kind in ('deal', 'customer') then n.entity_kind end, n.entity_id,
          case when n.entity_kind = 'contact' then n.entity_id end from notes n
        where n.account_id = ${a} and n.request_id = any(${idsOf('note')}::uuid[])
    )
    select l.id, l.card_kind as "cardKind", l.card_id as "cardId", k.id as "contactId", k.name as "contactName" from lines l
    left join contacts own on own.account_id = ${a} and own.id = l.contact_id
    left join contacts k on k.account_id = own.account_id and k.id = own.root_id and k.deleted_at is null
      and ${seesContact(viewer, 'k')}`.execute(db)
  const cards = await findCardNames(
    db,
    viewer,
    rows.flatMap(({ cardKind: kind, cardId: id }) => (kind !== null && id !== null ? [{ kind, id }] : [])),
  )
  // Deals and customers take their ids from one sequence.
  const cardOf = new Map(cards.map((card) => [card.id, card]))
  return new Map(
    rows.flatMap((row): [string, FeedHolder][] => {
      const card = row.cardKind !== null && row.cardId !== null ? cardOf.get(row.cardId) : undefined
      if (card) return [[row.id, card]]
      const { contactId, contactName } = row
      if (contactId === null || contactName === null) return []
      const isHolder = holder.kind === 'contact' && holder.id === contactId
      return isHolder ? [] : [[row.id, { kind: 'contact', id: contactId, name: contactName }]]
    }),
  )
}
