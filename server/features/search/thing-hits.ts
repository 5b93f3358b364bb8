import { sql, type RawBuilder } from 'kysely'
import type { SearchKind, ThingHit } from '#contract/search'
import type { SearchQuery } from '#contract/search-query'
import {
  seesCompany,
  seesContact,
  seesConversation,
  seesCustomer,
  seesDeal,
  type Viewer,
} from '#features/access'
import type { Read } from '#lib/db'
import { countOfRows, type Place, placeOf, readPlace } from '#lib/keyset'
import { isSurvivor } from '#lib/survivors'
import { markText } from './mark-text.ts'
import { namedLike } from './named-like.ts'

type ThingKind = ThingHit['kind']
type Named = Exclude<ThingKind, 'conversation'>
/** As the database gives it; `at` is a text where it comes as JSON. */
export type FoundThing = {
  kind: ThingKind
  id: number
  name: string
  detail: string | null
  at: Date | string
  place: string
}

const kinds: Partial<Record<SearchKind, Named>> = {
  contacts: 'contact',
  deals: 'deal',
  customers: 'customer',
  companies: 'company',
}

/** The kind of thing that a search for this kind lists; null: it lists something that was written. */
export function thingKindOf(kind: SearchKind): Named | null {
  return kinds[kind] ?? null
}

/** A page of the things of one kind that go by these words, last changed first. */
export async function findThings(
  db: Read,
  viewer: Viewer,
  query: SearchQuery,
  wish: { kind: Named; cursor: string | undefined; limit: number },
): Promise<{ items: ThingHit[]; next: string | null }> {
  const place = readPlace(wish.cursor)
  const { rows } = await some(viewer, query, wish.kind, countOfRows(wish.limit), place).execute(db)
  const page = rows.slice(0, wish.limit)
  return {
    items: page.map((row) => toThingHit(row, query)),
    next: rows.length > wish.limit ? (page.at(-1)?.place ?? null) : null,
  }
}

/** Selects the first few of every kind; a number is that of a conversation, too. */
export function fewThings(viewer: Viewer, query: SearchQuery, few: number): RawBuilder<FoundThing> {
  const named = (['contact', 'deal', 'customer', 'company'] as const).map((kind) =>
    some(viewer, query, kind, few, null),
  )
  const parts = query.number === null ? named : [conversation(viewer, query.number), ...named]
  return sql<FoundThing>`${sql.join(
    parts.map((part) => sql`(${part})`),
    sql` union all `,
  )}`
}

export function toThingHit({ kind, id, name, detail, at }: FoundThing, query: SearchQuery): ThingHit {
  const parts = query.words
  const isHit = (word: string): boolean => parts.some((part) => word.includes(part))
  return {
    kind,
    id,
    name: markText(name, { isHit, phoneEnds: [] }, true),
    detail,
    at: new Date(at).toISOString(),
  }
}

function conversation(viewer: Viewer, number: number): RawBuilder<FoundThing> {
  return sql<FoundThing>`select 'conversation' as kind, v.number as id, k.name, h.kind as detail, v.last_message_at as at, '' as place
    from conversations v join contacts o on o.account_id = v.account_id and o.id = v.contact_id
    join contacts k on k.account_id = o.account_id and k.id = o.root_id
    join channels h on h.account_id = v.account_id and h.id = v.channel_id
    where v.account_id = ${viewer.accountId} and v.number = ${number}::bigint and ${seesConversation(viewer, 'v')}`
}

function some(
  viewer: Viewer,
  query: SearchQuery,
  kind: Named,
  most: number,
  place: Place | null,
): RawBuilder<FoundThing> {
  const { accountId } = viewer
  const { sees, matches, detail, table } = things[kind]
  return sql<FoundThing>`select ${sql.lit(kind)} as kind, k.id, k.name, ${detail} as detail, k.updated_at as at,
      ${placeOf(sql`k.updated_at`, sql`k.id`)} as place
    from (select k.* from ${sql.table(table)} k where k.account_id = ${accountId} and k.deleted_at is null and ${isSurvivor('k')}
      and ${sees(viewer, 'k')} and ${matches(accountId, query)}
      ${place ? sql`and (k.updated_at, k.id) < (${place.at}, ${place.id})` : sql``}
      order by k.updated_at desc, k.id desc limit ${sql.lit(most)}) k order by k.updated_at desc, k.id desc`
}

type Kind = {
  table: string
  sees: (viewer: Viewer, alias: string) => RawBuilder<boolean>
  matches: (accountId: number, query: SearchQuery) => RawBuilder<unknown>
  detail: RawBuilder<unknown>
}

const stage = sql`(select s.name from stages s where s.account_id = k.account_id and s.pipeline_id = k.pipeline_id and s.id = k.stage_id)`

const things: Record<Named, Kind> = {
  contact: {
    table: 'contacts',
    sees: seesContact,
    matches: (accountId, query) => sql`k.id in (
      select found.root_id from contacts found where found.account_id = ${accountId} and ${isNamed('found', query)}
      ${points(accountId, query, 'contact_points', 'contacts', 'contact_id')})`,
    detail: sql`(select p.shown from contact_points p where p.account_id = k.account_id and p.contact_id = k.id
      order by p.kind desc, p.is_primary desc, p.normal limit 1)`,
  },
  company: {
    table: 'companies',
    sees: seesCompany,
    matches: (accountId, query) => sql`k.id in (
      select found.root_id from companies found where found.account_id = ${accountId} and ${isNamed('found', query)}
      ${points(accountId, query, 'company_points', 'companies', 'company_id')})`,
    detail: sql`(select p.shown from company_points p where p.account_id = k.account_id and p.company_id = k.id
      order by p.kind desc, p.is_primary desc, p.normal limit 1)`,
  },
  deal: {
    table: 'deals',
    sees: seesDeal,
    matches: (_account, query) => namedOrNumbered(query),
    detail: stage,
  },
  customer: {
    table: 'customers',
    sees: seesCustomer,
    matches: (_account, query) => namedOrNumbered(query),
    detail: stage,
  },
}

/** Every word stands in the name, in any order, and what was in quotes as it is. */
function isNamed(alias: string, { words, phrases, phones }: SearchQuery): RawBuilder<unknown> {
  const parts = [
    ...words,
    ...phrases.flatMap((phrase) => phrase.split(' ')),
    ...phones.flatMap((phone) => phone.words),
  ]
  if (parts.length === 0) return sql`false`
  const column = sql.ref(`${alias}.name`)
  return sql`(${sql.join(
    parts.map((part) => namedLike(column, part)),
    sql` and `,
  )})`
}

function namedOrNumbered(query: SearchQuery): RawBuilder<unknown> {
  return query.number === null
    ? isNamed('k', query)
    : sql`(k.id = ${query.number}::bigint or ${isNamed('k', query)})`
}

/** So many digits are a part of a phone; a trunk prefix is typed, never stored. */
const shortestPhone = 3

/** Phones in any notation, and e-mails. */
function points(
  accountId: number,
  { words, phones, number }: SearchQuery,
  table: string,
  owners: string,
  owner: string,
): RawBuilder<unknown> {
  const digits = [...phones.map((phone) => phone.digits), ...(number === null ? [] : [String(number)])]
  const parts = digits
    .map((each) => (each.length >= 10 ? each.slice(-10) : each))
    .filter((each) => each.length >= shortestPhone)
  const mail = phones.length === 0 && words.some((word) => word.length >= shortestPhone) ? words : []
  const ways = [
    ...(parts.length > 0
      ? [
          sql`(p.kind = 'phone' and ${sql.join(
            parts.map((part) => sql`p.normal like ${`%${part}%`}`),
            sql` and `,
          )})`,
        ]
      : []),
    ...(mail.length > 0
      ? [
          sql`(p.kind = 'email' and ${sql.join(
            mail.map((word) => sql`p.normal like ${`%${word}%`}`),
            sql` and `,
          )})`,
        ]
      : []),
  ]
  if (ways.length === 0) return sql``
  return sql`union select o.root_id from ${sql.table(table)} p
    join ${sql.table(owners)} o on o.account_id = p.account_id and o.id = ${sql.ref(`p.${owner}`)}
    where p.account_id = ${accountId} and (${sql.join(ways, sql` or `)})`
}
