import { sql, type RawBuilder } from 'kysely'
import type { Read } from './db.ts'
import { likeTyped } from './like.ts'

/** Texts in small letters that are searched for something typed, and how. */
export type NameSearch = {
  text: string
  /**
   * What is typed stands in many rows: the list is walked in its order, judging row by row, and its page is soon full. All that the
   * index finds of a common word would have to be read and sorted for every page.
   */
  isCommon: boolean
  /** Its words without the common ones: the index reads all there is of each word it is asked for. Empty: it is asked for all. */
  telling: string[]
  /** No other account is in the installation: the index need not be asked for it, where it has as much to read as there are names. */
  isOnlyAccount: boolean
}

/** Trigrams need three letters; shorter texts are compared while the list is walked. */
export const shortestIndexed = 3
export const isShort = (text: string): boolean => text.length < shortestIndexed

const sampled = 100
/** A word of so many of the newest rows is common: a page of it is full after some two thousand. */
const common = 3

export type NamedTable = 'deals' | 'customers' | 'contacts' | 'companies'

/** Looks at the newest names of an account for what is typed. `tables`: what is listed, and whose names it is found by, too. */
export async function readNameSearch(
  db: Read,
  accountId: number,
  text: string,
  tables: readonly [NamedTable, ...NamedTable[]],
): Promise<NameSearch> {
  if (isShort(text)) return plainSearch(text)
  const newest = tables.map(
    (table) => sql`(select json_agg(lower(n.name)) from (select name from ${sql.table(table)}
      where account_id = ${accountId} and deleted_at is null order by updated_at desc, id desc limit ${sql.lit(sampled)}) n)`,
  )
  const { rows } = await sql<{ names: (string[] | null)[]; isOnlyAccount: boolean }>`
    select json_build_array(${sql.join(newest)}) as names,
      not exists (select from accounts where id <> ${accountId}) as "isOnlyAccount"`.execute(db)
  const [{ names, isOnlyAccount } = { names: [], isOnlyAccount: false }] = rows
  const isCommonIn = (some: string[] | null | undefined, part: string): boolean =>
    (some ?? []).filter((name) => name.includes(part.toLowerCase())).length >= common
  const words = text.split(/\s+/)
  const telling = words.filter((word) => !isShort(word) && !isCommonIn(names[0], word))
  return {
    text,
    isCommon: names.some((some) => isCommonIn(some, text)),
    telling: telling.length < words.length ? telling : [],
    isOnlyAccount,
  }
}

/** A search of which nothing is known: the index is asked for all of it. */
export function plainSearch(text: string): NameSearch {
  return { text, isCommon: isShort(text), telling: [], isOnlyAccount: false }
}

/** The same for who wants all that is found, not a page of it: the index is the shorter road, however common a word is. */
export function wholly(search: NameSearch | null): NameSearch | null {
  return search && { ...search, isCommon: isShort(search.text) }
}

/** Rows of `alias` of the account that have what is typed in their names, by the index of names by their parts. */
export function isNamed(
  alias: string,
  accountId: number,
  { text, telling, isOnlyAccount }: NameSearch,
): RawBuilder<unknown> {
  const name = sql`lower(${sql.ref(`${alias}.name`)})`
  const account = sql.ref(`${alias}.account_id`)
  // With something added these are no questions to the index.
  const ofAccount = isOnlyAccount ? sql`${account} + 0 = ${accountId}` : sql`${account} = ${accountId}`
  if (telling.length === 0) return sql`${ofAccount} and ${name} like ${likeTyped(text)}`
  const parts = telling.map((word) => sql`${name} like ${likeTyped(word)}`)
  return sql`${ofAccount} and ${sql.join(parts, sql` and `)} and ${name} || '' like ${likeTyped(text)}`
}

/** The same by the whole of what is typed, of another table than the listed one. */
export function isNamedWholly(alias: string, accountId: number, search: NameSearch): RawBuilder<unknown> {
  return isNamed(alias, accountId, { ...search, telling: [] })
}
