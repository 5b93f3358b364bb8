import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '#features/access'
import { likeOf } from '#lib/like'

/** A conversation by its number, by the name or phone of its contact, or by what was said in it; closed ones are found too. */
export function searchCondition({ accountId }: Viewer, search: string): RawBuilder<boolean> {
  return sql<boolean>`v.number in (${searchedNumbers(accountId, search)})`
}

/** So many messages with the words are looked at, the newest first: the page of the search looks further. */
const mostMessages = 2000

/** The numbers that a search finds, each once. Rights are the caller's. */
export function searchedNumbers(accountId: number, search: string): RawBuilder<unknown> {
  const digits = search.replaceAll(/\D/g, '')
  const number = /^(?:№|#|no\.?)?\s*(\d{1,15})$/iu.exec(search)?.[1]
  const ofContacts = (found: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select v.number from (${found}) found
      join contacts kin on kin.account_id = ${accountId} and kin.root_id = found.root_id
      join conversations v on v.account_id = kin.account_id and v.contact_id = kin.id`
  const ways = [
    ofContacts(
      sql`select k.root_id from contacts k where k.account_id = ${accountId} and lower(k.name) like ${likeOf(search)}`,
    ),
  ]
  if (/\p{L}/u.test(search))
    ways.push(sql`select search_numbers(${accountId}::bigint, ${search}, ${mostMessages}::int)`)
  if (number) ways.push(sql`select ${number}::bigint`)
  if (digits.length >= 3) {
    ways.push(
      ofContacts(sql`select k.root_id from contact_points p
        join contacts k on k.account_id = p.account_id and k.id = p.contact_id
        where p.account_id = ${accountId} and p.kind = 'phone' and p.normal like ${likeOf(withoutTrunk(digits))}`),
    )
  }
  return sql.join(ways, sql` union `)
}

/** 8 921 … and +7 921 … are one number: a leading trunk 8 of a whole Russian number is left out. */
function withoutTrunk(digits: string): string {
  return digits.length === 11 && digits.startsWith('8') ? digits.slice(1) : digits
}
