import { sql, type RawBuilder } from 'kysely'
import type { SearchAuthor, SearchDay, SearchQuery } from '#contract/search-query'
import { plainText } from '#contract/search-query'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { dayStartsAt } from '#lib/start-of-day'
import { namedLike } from './named-like.ts'
import type { FoundThing } from './thing-hits.ts'

export type Lexeme = { word: string; lexeme: string | null; isKnown: boolean; parts: string[] | null }

/** What a search means in an account: its words as the index has them, whom and what its conditions name, which days they are. */
export type Meaning = {
  lexemes: Lexeme[]
  /** Ids of those who go by the names, one list for each name. */
  authors: { userIds: number[]; contactIds: number[] }[]
  channelIds: (number[] | null)[]
  after: Date | null
  before: Date | null
  lastSlice: number
  /** The slices that the days reach. */
  newest: number | null
  oldest: number | null
  isFilled: boolean
  things: FoundThing[] | null
}

/** From so many letters on parts of words are looked for, and in so many words of a search. */
const shortestPart = 3
const mostParted = 6
/** A part that is in more words than these finds those that begin with it, and the shortest. */
const mostForms = 64
const mostNamed = 100

type Asked = {
  query: SearchQuery
  words: readonly string[]
  before: RawBuilder<Date> | null
  now: Date
  /** Also asked, in the same statement: rows of things that have a name. */
  things?: RawBuilder<unknown> | null
}

/** One statement. `before`: where the page begins, if it is not the first. */
export async function readMeaning(
  db: Read,
  viewer: Viewer,
  { query, words, before, now, things }: Asked,
): Promise<Meaning> {
  const { accountId } = viewer
  const authors = query.from.map((author) => authorOf(accountId, author))
  const channels = query.channels.map(
    (name) => sql`(select jsonb_agg(h.id) from channels h where h.account_id = ${accountId}
      and (${namedLike(sql`h.name`, name)} or h.kind = ${channelKinds[name.toLowerCase()] ?? name.toLowerCase()}))`,
  )
  const { rows } = await sql<Meaning>`
    with d as materialized (select ${dayOf(query.after, now)} as after, ${dayOf(query.before, now)} as before from accounts a where a.id = ${accountId})
    select ${lexemesOf(accountId, words)} as lexemes,
      jsonb_build_array(${sql.join(authors)}) as authors, jsonb_build_array(${sql.join(channels)}) as "channelIds",
      d.after, d.before, coalesce(s.last_slice, -1) as "lastSlice", coalesce(s.is_filled, true) as "isFilled",
      ${things ? sql`(select jsonb_agg(to_jsonb(t)) from (${things}) t)` : sql`null::jsonb`} as things,
      ${sliceAt(accountId, sql`least(d.before, ${before ?? sql`null::timestamptz`})`)} as newest,
      ${sliceAt(accountId, sql`d.after`)} as oldest
    from d left join search_accounts s on s.account_id = ${accountId}`.execute(db)
  const [meaning] = rows
  if (!meaning) throw new Error('An account is not there')
  return meaning
}

function lexemesOf(accountId: number, words: readonly string[]): RawBuilder<unknown> {
  const known = sql`exists (select from search_words k where k.account_id = ${accountId} and k.lexeme = l.lexeme)`
  return sql`coalesce((select jsonb_agg(jsonb_build_object('word', l.word, 'lexeme', l.lexeme, 'isKnown', ${known}, 'parts',
      case when length(l.word) >= ${shortestPart} and l.place <= ${mostParted} then (
        select jsonb_agg(p.lexeme) from (
          select f.lexeme, min(f.place) as place from (
            select k.lexeme, row_number() over (order by starts_with(k.word, l.word) desc, length(k.word), k.word) as place
            from search_words k where k.account_id = ${accountId} and k.word like '%' || l.word || '%'
          ) f group by f.lexeme order by 2 limit ${sql.lit(mostForms)}) p) end) order by l.place)
    from (select w.word, w.place, (tsvector_to_array(search_vector(w.word)))[1] as lexeme
      from unnest(${words}::text[]) with ordinality w(word, place)) l), '[]')`
}

/** Who goes by a name: colleagues, and clients, those who were merged into others too. */
function authorOf(accountId: number, author: SearchAuthor): RawBuilder<unknown> {
  if (author.who !== 'named') return sql`'{"userIds": [], "contactIds": []}'::jsonb`
  const { name } = author
  return sql`jsonb_build_object(
    'userIds', coalesce((select jsonb_agg(u.id) from users u where u.account_id = ${accountId} and ${namedLike(sql`u.name`, name)}), '[]'),
    'contactIds', coalesce((select jsonb_agg(kin.id) from (
        select distinct found.root_id from contacts found where found.account_id = ${accountId}
          and ${namedLike(sql`found.name`, name)} order by 1 desc limit ${sql.lit(mostNamed)}) r
      join contacts kin on kin.account_id = ${accountId} and kin.root_id = r.root_id), '[]'))`
}

function dayOf(day: SearchDay | null, now: Date): RawBuilder<unknown> {
  if (!day) return sql`null::timestamptz`
  const date =
    'date' in day
      ? sql`${day.date}::date`
      : sql`(${now}::timestamptz at time zone a.time_zone)::date - ${day.daysAgo}::int`
  return dayStartsAt(date, sql`a.time_zone`)
}

/** The slice of an instant. */
export function sliceAt(accountId: number, at: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select c.slice from search_slices c where c.account_id = ${accountId} and c.from_at <= ${at}
    order by c.from_at desc, c.slice desc limit 1)`
}

/** Messengers as people call them. */
const channelKinds: Record<string, string> = {
  телеграм: 'telegram',
  телеграмм: 'telegram',
  tg: 'telegram',
  вайбер: 'viber',
  вк: 'vk',
  вконтакте: 'vk',
  сайт: 'website',
  site: 'website',
}

/** Every word of a search that the index of messages is asked for: its own, those of exact words and of phones. */
export function indexedWords({ words, phrases, phones }: SearchQuery): string[] {
  const all = [
    ...words,
    ...phrases.flatMap((phrase) => phrase.split(' ')),
    ...phones.flatMap((phone) => phone.words),
  ]
  return [...new Set(all.map(plainText))]
}
