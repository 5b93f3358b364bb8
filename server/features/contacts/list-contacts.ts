import { sql, type RawBuilder } from 'kysely'
import type { ContactRow } from '#contract/contacts'
import { seesContact, type Viewer } from '#features/access'
import { likeOf } from '#features/conversations'
import type { Read } from '#lib/db'
import { readPlace } from '#lib/keyset'
import { selectContactRows } from './contact-rows.ts'
import { findCountry } from './find-country.ts'
import { readPhone } from './read-phone.ts'

export type ContactsRequest = { search?: string; cursor?: string; limit: number }

/** One page of the contacts the viewer may see, last changed first. */
export async function listContacts(
  db: Read,
  viewer: Viewer,
  request: ContactsRequest,
): Promise<{ items: ContactRow[]; next: string | null }> {
  const place = readPlace(request.cursor)
  const conditions = [
    sql`k.account_id = ${viewer.accountId} and k.id = k.root_id and k.deleted_at is null`,
    seesContact(viewer, 'k'),
    ...(place ? [sql`(k.updated_at, k.id) < (${place.at}, ${place.id}::bigint)`] : []),
    ...(request.search ? [await contactMatches(db, viewer, request.search)] : []),
  ]
  const found = await selectContactRows(
    db,
    sql`select k.*, row_number() over (order by k.updated_at desc, k.id desc) as ord
      from contacts k where ${sql.join(conditions, sql` and `)}
      order by k.updated_at desc, k.id desc limit ${request.limit + 1}`,
  )
  const page = found.slice(0, request.limit)
  return {
    items: page.map(({ row }) => row),
    next: found.length > request.limit ? (page.at(-1)?.place ?? null) : null,
  }
}

/** Trigrams need three letters; shorter texts are compared while the list is walked. */
const shortestIndexed = 3

/** Contacts `k` with this in their name, phone (in any notation) or e-mail, also of those merged into them. */
export async function contactMatches(
  db: Read,
  { accountId }: Pick<Viewer, 'accountId'>,
  search: string,
): Promise<RawBuilder<unknown>> {
  if (search.length < shortestIndexed) return sql`lower(k.name) like ${likeOf(search)}`
  const parts = [search, ...phoneParts(search, await findCountry(db, accountId))].map(likeOf)
  return sql`k.id in (
    select found.root_id from contacts found
      where found.account_id = ${accountId} and lower(found.name) like ${likeOf(search)}
    union select owner.root_id from contact_points p
      join contacts owner on owner.account_id = p.account_id and owner.id = p.contact_id
      where p.account_id = ${accountId} and p.normal like any(${parts}::text[]))`
}

/** What of a phone can stand in a stored one: the whole number, or the digits of a part of it. */
function phoneParts(search: string, country: string): string[] {
  if (!/^[\d\s()+.-]+$/.test(search)) return []
  const digits = search.replaceAll(/\D/g, '')
  const whole = readPhone(search, country)?.normal ?? digits
  // A trunk prefix is typed, never stored: 8 921 … and 0 171 … are found by what follows.
  const withoutTrunk = digits.length > shortestIndexed + 1 ? digits.replace(/^[08]/, '') : digits
  return [...new Set([whole, digits, withoutTrunk])].filter((part) => part.length >= shortestIndexed)
}
