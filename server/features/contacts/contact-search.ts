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

/** How contacts or companies are looked for by what is typed; null: nothing is. */
export async function readContactSearch(
  db: Read,
  accountId: number,
  kind: Kind,
  text: string | undefined,
): Promise<NameSearch | null> {
  if (!text) return null
  // A phone is no name: there is nothing to learn from names.
  return /\p{L}/u.test(text) ? readNameSearch(db, accountId, text, [kinds[kind].table]) : plainSearch(text)
}

/** Contacts `k` or companies `b` with this in their name, phone (in any notation) or e-mail, also of those merged into them. */
export async function contactMatches(
  db: Read,
  accountId: number,
  kind: Kind,
  search: NameSearch,
): Promise<RawBuilder<unknown>> {
  const { text, isCommon } = search
  const { alias } = kinds[kind]
  if (isShort(text)) return sql`lower(${sql.ref(`${alias}.name`)}) like ${likeTyped(text)}`
  const parts = [text, ...phoneParts(text, await findCountry(db, accountId))].map(likeOf)
  return isCommon
    ? hasInIt(kind, text, parts)
    : sql`${sql.ref(`${alias}.id`)} in (${found(kind, accountId, search, parts)})`
}

function found(kind: Kind, accountId: number, search: NameSearch, parts: string[]): RawBuilder<unknown> {
  const { table, points, owner } = kinds[kind]
  return sql`
    select found.root_id from ${sql.table(table)} found where ${isNamed('found', accountId, search)}
    union select o.root_id from ${sql.table(points)} p
      join ${sql.table(table)} o on o.account_id = p.account_id and o.id = ${sql.ref(`p.${owner}`)}
      where p.account_id = ${accountId} and p.normal like any(${parts}::text[])`
}

/** The same of one at hand: `offset 0` keeps those merged into it from being sought among all. */
function hasInIt(kind: Kind, text: string, parts: string[]): RawBuilder<unknown> {
  const { table, points, owner, alias } = kinds[kind]
  const id = sql.ref(`${alias}.id`)
  const account = sql.ref(`${alias}.account_id`)
  return sql`(lower(${sql.ref(`${alias}.name`)}) like ${likeTyped(text)} or exists (
    select from ${sql.table(table)} kin where kin.account_id = ${account} and kin.root_id = ${id}
      and (lower(kin.name) like ${likeTyped(text)} or exists (
        select from ${sql.table(points)} p where p.account_id = kin.account_id and ${sql.ref(`p.${owner}`)} = kin.id
          and p.normal like any(${parts}::text[]) offset 0))
    offset 0))`
}

/** What of a phone can stand in a stored one: the whole number, or the digits of a part of it. */
function phoneParts(text: string, country: string): string[] {
  if (!/^[\d\s()+.-]+$/.test(text)) return []
  const digits = text.replaceAll(/\D/g, '')
  const whole = readPhone(text, country)?.normal ?? digits
  // A trunk prefix is typed, never stored: 8 921 … and 0 171 … are found by what follows.
  const withoutTrunk = digits.length > shortestIndexed + 1 ? digits.replace(/^[08]/, '') : digits
  return [...new Set([whole, digits, withoutTrunk])].filter((part) => !isShort(part))
}
