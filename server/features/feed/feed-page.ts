import { sql, type RawBuilder } from 'kysely'
import type { FeedGroup, FeedItem, FeedPage } from '#contract/feed'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { microseconds, pageRows } from '#lib/keyset'
import {
  nearestFirst,
  placeAt,
  placeBefore,
  readFeedPlace,
  writePlace,
  type Direction,
  type FeedPlace,
  type LineKind,
} from './feed-place.ts'
import { readFeedSearch } from './feed-search.ts'
import type { FeedSearch, StreamRequest } from './stream.ts'
import { streams } from './streams/index.ts'

export type PageWish = {
  /** A place of an earlier answer: what is older. */
  before?: string | undefined
  /** Likewise: what is newer. */
  after?: string | undefined
  /** From this instant on. */
  since?: string | undefined
  /** The name of a line that the page is to show in its place. */
  around?: string | undefined
  /** What to leave out. */
  hide: readonly FeedGroup[]
  search?: string | undefined
  limit: number
}

/** What is asked of each stream; one line more than the page has tells whether there is another page. */
export type WantedLines = Omit<StreamRequest, 'card'>

/** The places of a page, newest last, and where to go on from it both ways. */
export type FoundPage = { places: FeedPlace[] } & Pick<FeedPage, 'before' | 'after'>

type Find = (wanted: WantedLines) => Promise<FeedPlace[]>

/** What is asked for, read. Throws `request.invalid` for a place that is none of ours. */
export type ReadWish = PageWish & {
  places: { after: FeedPlace | null; before: FeedPlace | null }
  /** What is looked for. */
  found: FeedSearch | null
}

/** `contacts`: a query of (id) of everybody whose conversations stand in the feed. */
export async function readWish(
  db: Read,
  viewer: Viewer,
  wish: PageWish,
  contacts: RawBuilder<unknown>,
): Promise<ReadWish> {
  const after = wish.since ? placeAt(new Date(wish.since)) : readFeedPlace(wish.after, 'after')
  const before = readFeedPlace(wish.before, 'before')
  const found =
    wish.search === undefined
      ? null
      : await readFeedSearch(db, viewer, { text: wish.search, contacts, from: after ?? before })
  return { ...wish, places: { after, before }, found }
}

/** The page at a place of an earlier answer, from an instant on, or the newest one. */
export async function findPage(wish: ReadWish, find: Find): Promise<FoundPage> {
  const { after, before } = wish.places
  const found = await find(wantedOf(wish, after ?? before, after ? 'newer' : 'older', wish.limit))
  const near = found.slice(0, wish.limit)
  const page = after ? near : near.toReversed()
  const hasMore = found.length > wish.limit
  return {
    places: page,
    before: placeOf(page[0] ?? after, after !== null || hasMore),
    after: placeOf(page.at(-1) ?? before, after ? hasMore : before !== null),
  }
}

/** The page with a line in its middle. Null: the line does not stand in this feed. */
export async function findPageAround(wish: ReadWish, line: FeedPlace, find: Find): Promise<FoundPage | null> {
  const above = Math.floor(wish.limit / 2)
  const below = wish.limit - above
  const [older, newer] = await Promise.all([
    find(wantedOf(wish, line, 'older', above)),
    find(wantedOf(wish, placeBefore(line), 'newer', below)),
  ])
  if (newer[0]?.id !== line.id) return null
  const page = [...older.slice(0, above).toReversed(), ...newer.slice(0, below)]
  return {
    places: page,
    before: placeOf(page[0], older.length > above),
    after: placeOf(page.at(-1), newer.length > below),
  }
}

/** Throws `feed.line_not_found` when the line that was asked for does not stand in the feed, or may not be seen. */
export function requireLine(found: FoundPage | null): FoundPage {
  if (!found) throw new AppError('feed.line_not_found')
  return found
}

function wantedOf(wish: ReadWish, from: FeedPlace | null, direction: Direction, limit: number): WantedLines {
  return {
    from,
    direction,
    limit: pageRows(limit),
    hidden: new Set(wish.hide),
    search: wish.found,
  }
}

/** The places that streams have, each a query of (at, sequence, id), merged: the nearest to the asked place first. */
export async function findPlaces(
  db: Read,
  streamed: readonly { kind: LineKind; places: RawBuilder<unknown> }[],
  { direction, limit }: { direction: Direction; limit: RawBuilder<number> },
): Promise<FeedPlace[]> {
  if (streamed.length === 0) return []
  const parts = streamed.map(
    ({ kind, places }) => sql`(select ${kind}::text as kind, s.* from (${places}) s)`,
  )
  const { rows } = await sql<FeedPlace>`
    select ${microseconds(sql`p.at`)} as at, p.kind, p.sequence::text as sequence, p.id
    from (${sql.join(parts, sql` union all `)}) p
    ${nearestFirst(direction, ['p.at', 'p.kind', 'p.sequence', 'p.id'])} limit ${limit}`.execute(db)
  return rows
}

function placeOf(place: FeedPlace | null | undefined, isThereMore: boolean): string | null {
  return place && isThereMore ? writePlace(place) : null
}

/** The lines of a page with their ids, each kind by its stream; one that is there no more is left out. */
export async function loadLines(
  db: Read,
  viewer: Viewer,
  page: readonly FeedPlace[],
): Promise<{ id: string; line: FeedItem }[]> {
  const loaded = await Promise.all(
    Object.values(streams).map(async ({ kind, load }) => {
      const ids = page.flatMap((place) => (place.kind === kind ? [place.id] : []))
      return [kind, ids.length === 0 ? null : await load(db, viewer, ids)] as const
    }),
  )
  const lines = new Map(loaded)
  return page.flatMap(({ kind, id }) => {
    const line = lines.get(kind)?.get(id)
    return line ? [{ id, line }] : []
  })
}
