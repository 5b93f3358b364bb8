import { sql, type RawBuilder } from 'kysely'
import type { Read } from '#lib/db'
import { likeOf, likeTyped } from '#lib/like'
import {
  isNamed,
  isShort,
  plainSearch,
  readNameSearch,
  shortestIndexed,
  type NameSearch,
} from '#lib/name-search'
import { findCountry } from './find-country.ts'
import { readPhone } from './read-phone.ts'

/** What has a name, phones and e-mails; `alias`: how the lists of it call a row. */
const kinds = {
  contact: { table: 'contacts', points: 'contact_points', owner: 'contact_id', alias: 'k' },
  company: { table: 'companies', points: 'company_points', owner: 'company_id', alias: 'b' },
} as const
type Kind = keyof typeof kinds

/** `parts`: what of it can stand in a phone or an e-mail. */
export type ContactSearch = NameSearch & { parts: string[] }

/** So many digits of a phone no crowd has in common: nothing is looked at beforehand. */
const tellingDigits = 7

/** How contacts or companies are looked for by what is typed; null: nothing is. */
export async function readContactSearch(
  db: Read,
  accountId: number,
  kind: Kind,
  text: string | undefined,
): Promise<ContactSearch | null> {
  if (!text) return null
  const parts = await partsOf(db, accountId, text)
  const isTelling = parts.some((part) => /^\d+$/.test(part) && part.length >= tellingDigits)
  const search = isTelling
    ? plainSearch(text)
    : await readNameSearch(db, accountId, text, [kinds[kind]], parts)
  return { ...search, parts }
}

/** A search of which nothing is looked at beforehand: the index is asked for all of it. */
export async function plainContactSearch(db: Read, accountId: number, text: string): Promise<ContactSearch> {
  return { ...plainSearch(text), parts: await partsOf(db, accountId, text) }
}

async function partsOf(db: Read, accountId: number, text: string): Promise<string[]> {
  return isPhone(text) ? [text, ...phoneParts(text, await findCountry(db, accountId))] : [text]
}

/** Contacts `k` or companies `b` with this in their name, phone (in any notation) or e-mail, also of those merged into them. */
export function contactMatches(accountId: number, kind: Kind, search: ContactSearch): RawBuilder<unknown> {
  const { text, isCommon } = search
  const { alias } = kinds[kind]
  if (isShort(text)) return sql`lower(${sql.ref(`${alias}.name`)}) like ${likeTyped(text)}`
  return isCommon
    ? hasInIt(kind, search)
    : sql`${sql.ref(`${alias}.id`)} in (${found(kind, accountId, search)})`
}

function found(kind: Kind, accountId: number, search: ContactSearch): RawBuilder<unknown> {
  const { table, points, owner } = kinds[kind]
  return sql`
    select found.root_id from ${sql.table(table)} found where ${isNamed('found', accountId, search)}
    union select o.root_id from ${sql.table(points)} p
      join ${sql.table(table)} o on o.account_id = p.account_id and o.id = ${sql.ref(`p.${owner}`)}
      where p.account_id = ${accountId} and p.normal like any(${search.parts.map(likeOf)}::text[])`
}

/** The same of one at hand: `offset 0` keeps those merged into it from being sought among all. */
function hasInIt(kind: Kind, { text, parts }: ContactSearch): RawBuilder<unknown> {
  const { table, points, owner, alias } = kinds[kind]
  const id = sql.ref(`${alias}.id`)
  const account = sql.ref(`${alias}.account_id`)
  return sql`(lower(${sql.ref(`${alias}.name`)}) like ${likeTyped(text)} or exists (
    select from ${sql.table(table)} kin where kin.account_id = ${account} and kin.root_id = ${id}
      and (lower(kin.name) like ${likeTyped(text)} or exists (
        select from ${sql.table(points)} p where p.account_id = kin.account_id and ${sql.ref(`p.${owner}`)} = kin.id
          and p.normal like any(${parts.map(likeOf)}::text[]) offset 0))
    offset 0))`
}

const isPhone = (text: string): boolean => /^[\d\s()+.-]+$/.test(text)

/** What of a phone can stand in a stored one: the whole number, or the digits of a part of it. */
function phoneParts(text: string, country: string): string[] {
  const digits = text.replaceAll(/\D/g, '')
  const whole = readPhone(text, country)?.normal ?? digits
  // A trunk prefix is typed, never stored: 8 921 … and 0 171 … are found by what follows.
  const withoutTrunk = digits.length > shortestIndexed + 1 ? digits.replace(/^[08]/, '') : digits
  return [...new Set([whole, digits, withoutTrunk])].filter((part) => !isShort(part))
}
