import { sql, type RawBuilder } from 'kysely'
import type { CardKind, CardRef } from '#contract/common'
import type { Read } from '#lib/db'

export type KnownCard = CardRef & { responsibleUserId: number | null }

/** What the rules must know of a contact's deals and customers, those linked to contacts merged into it included. */
export type ContactCards = {
  /** Any not deleted: lost, won, declined and hidden ones count. */
  hasCard: boolean
  /** Greatest created_at, then id, among the open ones (a customer always is). */
  latestOpen: KnownCard | null
  /** The same among all. */
  latest: KnownCard | null
}

export const noCards: ContactCards = { hasCard: false, latestOpen: null, latest: null }

export type CardColumns = {
  cards: number
  openKind: CardKind | null
  openId: number | null
  openResponsible: number | null
  anyKind: CardKind | null
  anyId: number | null
  anyResponsible: number | null
}

const isOpen = sql`s.kind in ('incoming', 'normal')`

/** The columns of `CardColumns` for the contact of the alias, a root: to be joined laterally. */
export function cardsOf(alias: string): RawBuilder<unknown> {
  const contact = sql.table(alias)
  const latest = (column: string, where: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(array_agg(${sql.ref(`d.${column}`)} order by d.created_at desc, d.id desc) filter (where d.root_id = d.id and ${where}))[1]`
  return sql`(
    select count(*)::int as cards,
      ${latest('kind', isOpen)} as "openKind", ${latest('id', isOpen)} as "openId",
      ${latest('responsible_user_id', isOpen)} as "openResponsible",
      ${latest('kind', sql`true`)} as "anyKind", ${latest('id', sql`true`)} as "anyId",
      ${latest('responsible_user_id', sql`true`)} as "anyResponsible"
    from contacts kin
    join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id
    join cards d on d.account_id = cc.account_id and d.kind = cc.card_kind and d.id = cc.card_id and d.deleted_at is null
    join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
    where kin.account_id = ${contact}.account_id and kin.root_id = ${contact}.id
  )`
}

export function toContactCards(row: CardColumns): ContactCards {
  return {
    hasCard: row.cards > 0,
    latestOpen: cardOf(row.openKind, row.openId, row.openResponsible),
    latest: cardOf(row.anyKind, row.anyId, row.anyResponsible),
  }
}

/** Who answers for what is new of the contact `k`: the responsible, or who stands in for him while he is away. */
export const actingJoins = sql`
  left join users u on u.account_id = k.account_id and u.id = k.responsible_user_id and u.status = 'active'
  left join users stand on stand.account_id = u.account_id and stand.id = u.substitute_id and u.away_until > now()
    and stand.status = 'active'`

export type ContactFacts = ContactCards & {
  id: number
  actingUserId: number | null
  responsibleUserId: number | null
  isBlocked: boolean
}

/** The same of one contact, by the id of its root. */
export async function readContactFacts(
  db: Read,
  accountId: number,
  contactId: number,
): Promise<ContactFacts | null> {
  const { rows } = await sql<CardColumns & Omit<ContactFacts, keyof ContactCards>>`
    select k.id, coalesce(stand.id, u.id) as "actingUserId", k.responsible_user_id as "responsibleUserId",
      k.blocked_at is not null as "isBlocked",
      t.cards, t."openKind", t."openId", t."openResponsible", t."anyKind", t."anyId", t."anyResponsible"
    from contacts k ${actingJoins} cross join lateral ${cardsOf('k')} t
    where k.account_id = ${accountId} and k.id = ${contactId}`.execute(db)
  const [row] = rows
  return row
    ? {
        id: row.id,
        actingUserId: row.actingUserId,
        responsibleUserId: row.responsibleUserId,
        isBlocked: row.isBlocked,
        ...toContactCards(row),
      }
    : null
}

/** A card by its id, if it is one of the contact's. */
export async function findCardOf(
  db: Read,
  accountId: number,
  contactId: number,
  cardId: number,
): Promise<KnownCard | null> {
  const { rows } = await sql<KnownCard>`
    select d.kind, d.id, d.responsible_user_id as "responsibleUserId" from contacts kin
    join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id and cc.card_id = ${cardId}
    join cards d on d.account_id = cc.account_id and d.kind = cc.card_kind and d.id = cc.card_id and d.deleted_at is null
    where kin.account_id = ${accountId} and kin.root_id = ${contactId} limit 1`.execute(db)
  return rows[0] ?? null
}

function cardOf(
  kind: CardKind | null,
  id: number | null,
  responsibleUserId: number | null,
): KnownCard | null {
  return kind === null || id === null ? null : { kind, id, responsibleUserId }
}
