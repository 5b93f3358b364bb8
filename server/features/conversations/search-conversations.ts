import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { likeOf, likeTyped } from '#lib/like'
import { isShort, readNameSearch } from '#lib/name-search'

/** So many messages with the words are looked at, the newest first: the page of the search looks further. */
const mostMessages = 2000

/**
 * What a search is, taken apart; `digits`: of a phone, null when it is none. One or two digits are a number only: too little to be
 * a part of a name.
 */
type Said = { text: string; isName: boolean; number: string | null; digits: string | null }

function take(text: string): Said {
  const digits = withoutTrunk(text.replaceAll(/\D/g, ''))
  const number = /^(?:№|#|no\.?)?\s*(\d{1,15})$/iu.exec(text)?.[1] ?? null
  const isName = number === null || !isShort(text)
  return { text, isName, number, digits: digits.length >= 3 ? digits : null }
}

/**
 * Whether so many clients have what is typed in their name or phone that a list is walked and judged row by row: its page is soon
 * full, and the conversations of all of them need not be gathered for it.
 */
export async function isCommonSearch(db: Read, accountId: number, search: string): Promise<boolean> {
  const { text, isName, digits } = take(search)
  if (!isName) return false
  const named = { table: 'contacts', points: 'contact_points', owner: 'contact_id' } as const
  const parts = digits === null ? [text] : [text, digits]
  const { isCommon } = await readNameSearch(db, accountId, text, [named], parts)
  return isCommon
}

/** A conversation by its number, by the name or phone of its contact, or by what was said in it; closed ones are found too. */
export function searchCondition({ accountId }: Viewer, search: string): RawBuilder<boolean> {
  return sql<boolean>`v.number in (${searchedNumbers(accountId, search)})`
}

/** The same of a conversation at hand: `offset 0` keeps its client from being sought among all. */
export function searchConditionAtHand({ accountId }: Viewer, search: string): RawBuilder<boolean> {
  const { text, digits } = take(search)
  const called = sql`lower(kin.name) like ${likeTyped(text)}`
  const phoned = sql`exists (select from contact_points p where p.account_id = kin.account_id and p.contact_id = kin.id
    and p.kind = 'phone' and p.normal like ${likeOf(digits ?? '')} offset 0)`
  const isClients = sql`exists (select from contacts asked
    join contacts kin on kin.account_id = asked.account_id and kin.root_id = asked.root_id
    where asked.account_id = v.account_id and asked.id = v.contact_id
      and (${digits === null ? called : sql`${called} or ${phoned}`}) offset 0)`
  const others = numbersSaid(accountId, search)
  return others.length === 0
    ? sql<boolean>`${isClients}`
    : sql<boolean>`(${isClients} or v.number in (${sql.join(others, sql` union `)}))`
}

/** The numbers that a search finds, each once. Rights are the caller's. */
export function searchedNumbers(accountId: number, search: string): RawBuilder<unknown> {
  const { text, isName, digits } = take(search)
  const ofContacts = (found: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select v.number from (${found}) found
      join contacts kin on kin.account_id = ${accountId} and kin.root_id = found.root_id
      join conversations v on v.account_id = kin.account_id and v.contact_id = kin.id`
  const ways = numbersSaid(accountId, search)
  if (isName) {
    ways.push(
      ofContacts(
        sql`select k.root_id from contacts k where k.account_id = ${accountId} and lower(k.name) like ${likeOf(text)}`,
      ),
    )
  }
  if (digits !== null) {
    ways.push(
      ofContacts(sql`select k.root_id from contact_points p
        join contacts k on k.account_id = p.account_id and k.id = p.contact_id
        where p.account_id = ${accountId} and p.kind = 'phone' and p.normal like ${likeOf(digits)}`),
    )
  }
  return sql.join(ways, sql` union `)
}

/** Those of the newest messages with the words, and the number itself where one was typed: few, whoever the client is. */
function numbersSaid(accountId: number, search: string): RawBuilder<unknown>[] {
  const { number } = take(search)
  return [
    ...(/\p{L}/u.test(search)
      ? [sql`select search_numbers(${accountId}::bigint, ${search}, ${mostMessages}::int) as number`]
      : []),
    ...(number === null ? [] : [sql`select ${number}::bigint as number`]),
  ]
}

/** 8 921 … and +7 921 … are one number: a leading trunk 8 of a whole Russian number is left out. */
function withoutTrunk(digits: string): string {
  return digits.length === 11 && digits.startsWith('8') ? digits.slice(1) : digits
}
