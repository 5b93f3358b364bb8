import { sql, type RawBuilder } from 'kysely'
import type { FeedGroup, FeedItem, FeedPage } from '#contract/feed'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { microseconds, pageRows } from '#lib/keyset'
import {
  nearestFirst,
  placeAt,
  readFeedPlace,
  writePlace,
  type Direction,
  type FeedPlace,
  type LineKind,
} from './feed-place.ts'
import type { StreamRequest } from './stream.ts'
import { streams } from './streams/index.ts'

export type PageWish = {
  /** A place of an earlier answer: what is older. */
  before?: string | undefined
  /** Likewise: what is newer. */
  after?: string | undefined
  /** From this instant on. */
  since?: string | undefined
  hide: readonly FeedGroup[]
  search?: string | undefined
  limit: number
}

/** What is asked of each stream; one line more than the page has tells whether there is another page. */
export type WantedLines = Omit<StreamRequest, 'card'>

/** Throws `request.invalid` for a place that is none of ours. */
export function readWish(wish: PageWish): WantedLines {
  const { after, before } = placesOf(wish)
  return {
    from: after ?? before,
    direction: after ? 'newer' : 'older',
    limit: pageRows(wish.limit),
    hidden: new Set(wish.hide),
    search: wish.search ?? null,
  }
}

function placesOf({ after, before, since }: PageWish): { after: FeedPlace | null; before: FeedPlace | null } {
  return {
    after: since ? placeAt(new Date(since)) : readFeedPlace(after, 'after'),
    before: readFeedPlace(before, 'before'),
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

/** What was found as a page, newest last, its lines loaded. */
export async function toPage(
  wish: PageWish,
  found: readonly FeedPlace[],
  load: (page: FeedPlace[]) => Promise<FeedItem[]>,
): Promise<FeedPage> {
  const { after, before } = placesOf(wish)
  const near = found.slice(0, wish.limit)
  const page = after ? near : near.toReversed()
  const hasMore = found.length > wish.limit
  const [first, last] = [page[0], page.at(-1)]
  return {
    items: await load(page),
    before: placeOf(first ?? after, after !== null || hasMore),
    after: placeOf(last ?? before, after ? hasMore : before !== null),
  }
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
