import { sql, type RawBuilder } from 'kysely'
import type { Read } from './db.ts'
import { likeTyped } from './like.ts'

/** Texts in small letters that are searched for something typed, and how. */
export type NameSearch = {
  text: string
  /**
   * What is typed stands in many rows, among the newest and among all: the list is walked in its order, judging row by row, and its
   * page is soon full. All that the index finds of a common word would have to be read and sorted for every page.
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

/** So many of the newest names are looked at, and so many spread over all there are. */
const newest = 100
const spread = 150
/**
 * What stands in so many of the newest and of the spread ones is common: a page of it is full after some three thousand rows, and the
 * index would find more than that.
 */
const commonOfNewest = 3
const commonOfSpread = 2
/** Steps of the golden section: even steps would meet the same name again and again where names come in turn, as imports bring them. */
const step = 0.618_033_988_75

export type NamedTable = 'deals' | 'customers' | 'contacts' | 'companies'

/** What is looked at of a table; with `points` also their phones and e-mails, by whose column `owner` they are found. */
export type Named = {
  table: NamedTable
  points?: 'contact_points' | 'company_points'
  owner?: 'contact_id' | 'company_id'
}

/**
 * Looks at some names of an account for what is typed. `named`: what is listed, and what else it is found by. `parts`: what of it
 * each is found by by itself, such as the digits of a phone.
 */
export async function readNameSearch(
  db: Read,
  accountId: number,
  text: string,
  named: readonly [Named, ...Named[]],
  parts: readonly string[] = [text],
): Promise<NameSearch> {
  if (isShort(text)) return plainSearch(text)
  const { samples, isOnlyAccount } = await sampleNames(db, accountId, named)
  const [listed] = samples
  const words = text.split(/\s+/)
  const telling = words.filter((word) => !isShort(word) && !isCommonInAll(listed, word))
  return {
    text,
    isCommon: samples.some((sample) =>
      parts.some((part) => isCommonInAll(sample, part) && isCommonInNewest(sample, part)),
    ),
    telling: telling.length < words.length ? telling : [],
    isOnlyAccount,
  }
}

/** Names in small letters. */
type Sample = { newest: string[] | null; spread: string[] | null }
type Sampled = { samples: Sample[]; isOnlyAccount: boolean }
type Kept = { untilMs: number; sampled: Promise<Sampled> }

/** They only choose between two roads to the same rows: older ones serve as well, and who types asks at every letter. */
const keptMs = 30_000
const mostKept = 500
const kept = new WeakMap<Read, Map<string, Kept>>()

async function sampleNames(db: Read, accountId: number, named: readonly Named[]): Promise<Sampled> {
  const ofDatabase = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, ofDatabase)
  const key = `${accountId}:${named.map(({ table, points = '' }) => `${table} ${points}`).join()}`
  const found = ofDatabase.get(key)
  if (found && found.untilMs > Date.now()) return found.sampled
  if (ofDatabase.size >= mostKept) ofDatabase.clear()
  const sampled = readSamples(db, accountId, named)
  ofDatabase.set(key, { untilMs: Date.now() + keptMs, sampled })
  sampled.catch(() => ofDatabase.delete(key))
  return sampled
}

async function readSamples(db: Read, accountId: number, named: readonly Named[]): Promise<Sampled> {
  const { rows } = await sql<Sampled>`
    select json_build_array(${sql.join(named.map((each) => sampleOf(accountId, each)))}) as samples,
      not exists (select from accounts where id <> ${accountId}) as "isOnlyAccount"`.execute(db)
  return rows[0] ?? { samples: [], isOnlyAccount: false }
}

function sampleOf(accountId: number, { table, points, owner }: Named): RawBuilder<unknown> {
  const text =
    points && owner
      ? sql`t.name || coalesce((select string_agg(E'\\n' || p.normal, '') from ${sql.table(points)} p
          where p.account_id = t.account_id and ${sql.ref(`p.${owner}`)} = t.id), '')`
      : sql`t.name`
  const from = sql`from ${sql.table(table)} t where t.account_id = ${accountId}`
  return sql`json_build_object(
    'newest', (select json_agg(lower(n.text)) from (
      select ${text} as text ${from} and t.deleted_at is null order by t.updated_at desc, t.id desc limit ${sql.lit(newest)}) n),
    'spread', (select json_agg(lower(n.text))
      from (select (select min(t.id) ${from}) as first, (select max(t.id) ${from}) as last) ids
      cross join generate_series(0, ${sql.lit(spread - 1)}) place
      cross join lateral (
        select ${text} as text ${from} and t.id >= ids.first + trunc((ids.last - ids.first) * (place * ${sql.lit(step)} % 1))::bigint
        order by t.id limit 1) n))`
}

const countOf = (names: string[] | null | undefined, part: string): number =>
  (names ?? []).filter((name) => name.includes(part.toLowerCase())).length
const isCommonInNewest = (sample: Sample, part: string): boolean =>
  countOf(sample.newest, part) >= commonOfNewest
const isCommonInAll = (sample: Sample | undefined, part: string): boolean =>
  countOf(sample?.spread, part) >= commonOfSpread

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
