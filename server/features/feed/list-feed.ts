import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { FeedGroup, FeedItem, FeedPage } from '#contract/feed'
import type { Viewer } from '#features/access'
import { requireCard } from '#features/cards'
import type { Read } from '#lib/db'
import { microseconds } from '#lib/keyset'
import {
  nearestFirst,
  placeAt,
  readFeedPlace,
  writePlace,
  type Direction,
  type FeedPlace,
} from './feed-place.ts'
import type { StreamRequest } from './stream.ts'
import { streams } from './streams/index.ts'

export type FeedRequest = {
  kind: CardRef['kind']
  cardId: number
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

/**
 * A page of a card's feed, newest last: what its streams have beside a place, merged by place. Throws `deal.not_found` or
 * the like of its kind, `request.invalid` for a place that is none of ours.
 */
export async function listFeed(db: Read, viewer: Viewer, request: FeedRequest): Promise<FeedPage> {
  const card = { kind: request.kind, id: request.cardId }
  const after = request.since ? placeAt(new Date(request.since)) : readFeedPlace(request.after, 'after')
  const before = readFeedPlace(request.before, 'before')
  await requireCard(db, viewer, card)
  const direction: Direction = after ? 'newer' : 'older'
  // One more than asked for tells whether there is another page.
  const found = await findPlaces(db, viewer, {
    card,
    from: after ?? before,
    direction,
    limit: request.limit + 1,
    hidden: new Set(request.hide),
    search: request.search ?? null,
  })
  const near = found.slice(0, request.limit)
  const page = direction === 'older' ? near.toReversed() : near
  const hasMore = found.length > request.limit
  const [first, last] = [page[0], page.at(-1)]
  return {
    items: await load(db, viewer, page),
    before: placeOf(first ?? after, direction === 'newer' || hasMore),
    after: placeOf(last ?? before, direction === 'newer' ? hasMore : before !== null),
  }
}

function placeOf(place: FeedPlace | null | undefined, isThereMore: boolean): string | null {
  return place && isThereMore ? writePlace(place) : null
}

async function findPlaces(db: Read, viewer: Viewer, request: StreamRequest): Promise<FeedPlace[]> {
  const parts = Object.values(streams).flatMap((stream) => {
    const places = stream.places(viewer, request)
    return places ? [sql`(select ${stream.kind}::text as kind, s.* from (${places}) s)`] : []
  })
  if (parts.length === 0) return []
  const { rows } = await sql<FeedPlace>`
    select ${microseconds(sql`p.at`)} as at, p.kind, p.sequence::text as sequence, p.id
    from (${sql.join(parts, sql` union all `)}) p
    ${nearestFirst(request.direction, ['p.at', 'p.kind', 'p.sequence', 'p.id'])} limit ${request.limit}`.execute(
    db,
  )
  return rows
}

async function load(db: Read, viewer: Viewer, page: FeedPlace[]): Promise<FeedItem[]> {
  const loaded = await Promise.all(
    Object.values(streams).map(async ({ kind, load: loadLines }) => {
      const ids = page.flatMap((place) => (place.kind === kind ? [place.id] : []))
      return [kind, ids.length === 0 ? null : await loadLines(db, viewer, ids)] as const
    }),
  )
  const lines = new Map(loaded)
  return page.flatMap((place) => lines.get(place.kind)?.get(place.id) ?? [])
}
