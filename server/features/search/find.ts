import type { InternalHit, SearchAnswer, SearchKind } from '#contract/search'
import { hasConditions, hasWords, isEmptySearch, parseSearch, type SearchQuery } from '#contract/search-query'
import type { Viewer } from '#features/access'
import { searchInternal } from '#features/internal'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { instantOf } from '#lib/keyset'
import { readSpot } from '#lib/look-through'
import { indexQuery, markedLexemes } from './index-query.ts'
import { markText } from './mark-text.ts'
import { loadMessageHits } from './message-hits.ts'
import { findNotes } from './note-hits.ts'
import { indexedWords, readMeaning, type Meaning } from './read-query.ts'
import { fewThings, findThings, thingKindOf, toThingHit } from './thing-hits.ts'
import { walkMessages } from './walk-messages.ts'

export type Wish = { q: string; kind: SearchKind; cursor?: string | undefined; limit: number }

const nothing: SearchAnswer = { items: [], things: [], next: null, searchedTo: null, isFilling: false }
/** Of each kind, above the messages. */
const fewOfEach = 3

/** A page of what one may see that goes by these words. Throws `search.bad_value` naming a condition that says nothing. */
export async function find(db: Read, viewer: Viewer, wish: Wish, now: Date): Promise<SearchAnswer> {
  const query = readQuery(wish.q, now)
  if (isEmptySearch(query)) return nothing
  const kind = thingKindOf(wish.kind)
  if (kind) {
    if (!namesSomething(query)) return nothing
    return {
      ...nothing,
      ...(await findThings(db, viewer, query, { kind, cursor: wish.cursor, limit: wish.limit })),
    }
  }
  if (wish.kind === 'notes') return findInNotes(db, viewer, wish, query, now)
  if (wish.kind === 'internal') return findAmongColleagues(db, viewer, wish, query, now)
  return findMessages(db, viewer, wish, query, now)
}

export function readQuery(text: string, now: Date): SearchQuery {
  const { query, problems } = parseSearch(text, now)
  const [problem] = problems
  if (problem) throw new AppError('search.bad_value', { ...problem })
  return query
}

/** What goes by a name meets no condition of a message. */
function namesSomething(query: SearchQuery): boolean {
  return hasWords(query) && !hasConditions(query)
}

async function findMessages(
  db: Read,
  viewer: Viewer,
  { kind, cursor, limit }: Wish,
  query: SearchQuery,
  now: Date,
): Promise<SearchAnswer> {
  const spot = readSpot(cursor, 'uuid')
  const words = indexedWords(query)
  const isStart = kind === 'all' && cursor === undefined && namesSomething(query)
  const meaning = await readMeaning(db, viewer, {
    query,
    words,
    before: spot && instantOf(spot.micros),
    now,
    things: isStart ? fewThings(viewer, query, fewOfEach) : null,
  })
  requireChannels(query, meaning)
  const isOfFiles = kind === 'files'
  const asked = indexQuery(query, meaning, { userId: viewer.userId, isInFiles: isOfFiles })
  const newest = meaning.newest ?? meaning.lastSlice
  const found =
    asked === null || newest < 0
      ? { ids: [], next: null, searchedTo: null }
      : await walkMessages(db, viewer, {
          words: asked,
          phrases: query.phrases,
          spot,
          after: meaning.after,
          before: meaning.before,
          newest,
          oldest: meaning.oldest ?? 0,
          limit,
        })
  const items = await loadMessageHits(db, viewer, found.ids, {
    lexemes: markedLexemes(query, meaning),
    phoneEnds: query.phones.map(({ digits }) => digits.slice(-10)),
    isOfFiles,
  })
  return {
    items,
    things: (meaning.things ?? []).map((thing) => toThingHit(thing, query)),
    next: found.next,
    searchedTo: found.searchedTo?.toISOString() ?? null,
    isFilling: !meaning.isFilled,
  }
}

async function findInNotes(
  db: Read,
  viewer: Viewer,
  { cursor, limit }: Wish,
  query: SearchQuery,
  now: Date,
): Promise<SearchAnswer> {
  // Notes belong to no channel, and clients write none.
  if (query.channels.length > 0) return nothing
  const meaning = await readMeaning(db, viewer, { query, words: [], before: null, now })
  const { items, next, searchedTo } = await findNotes(db, viewer, { query, meaning, cursor, limit })
  return { ...nothing, items, next, searchedTo: searchedTo?.toISOString() ?? null }
}

async function findAmongColleagues(
  db: Read,
  viewer: Viewer,
  { cursor, limit }: Wish,
  query: SearchQuery,
  now: Date,
): Promise<SearchAnswer> {
  if (query.channels.length > 0) return nothing
  const meaning = await readMeaning(db, viewer, { query, words: [], before: null, now })
  const { after, before } = meaning
  const authorIds = query.from.length === 0 ? null : colleagues(query, meaning, viewer)
  const { rows, next, searchedTo } = await searchInternal(db, viewer, {
    query,
    authorIds,
    after,
    before,
    cursor,
    limit,
  })
  const phoneEnds = query.phones.map(({ digits }) => digits.slice(-10))
  const items = rows.map(({ text, stems, at, ...row }): InternalHit => ({
    kind: 'internal',
    ...row,
    at: at.toISOString(),
    excerpt: markText(text, { isHit: (word) => stems.some((stem) => word.includes(stem)), phoneEnds }),
  }))
  return { ...nothing, items, next, searchedTo: searchedTo?.toISOString() ?? null }
}

function colleagues({ from }: SearchQuery, { authors }: Meaning, { userId }: Viewer): number[] {
  return from.flatMap((author, place) => (author.who === 'me' ? [userId] : (authors[place]?.userIds ?? [])))
}

/** Channels are known to everybody: one that is not there is a slip. */
function requireChannels({ channels }: SearchQuery, { channelIds }: Meaning): void {
  const wrong = channels.findIndex((_name, place) => (channelIds[place] ?? []).length === 0)
  if (wrong !== -1)
    throw new AppError('search.bad_value', { operator: 'channel', value: channels[wrong] ?? '' })
}
