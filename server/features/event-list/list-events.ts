import type { EventFilter, EventPage } from '#contract/event-list'
import { mostCounted } from '#contract/event-list'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { beforeNewer, instantText, readPlace, writePlace, type Direction } from './event-place.ts'
import type { Wanted } from './event-sources.ts'
import { findPlaces } from './find-places.ts'
import { loadRows } from './load-rows.ts'
import { loadNames } from './names.ts'

export type EventRequest = EventFilter & {
  before?: string | undefined
  after?: string | undefined
  limit: number
  most?: number
}

/**
 * A page of what happened, newest first: the newest, what is older than a place, or what is newer, nearest to it. It is full
 * unless there is no more, or too much that does not fit stood in between: then it says where to go on.
 */
export async function listEvents(
  db: Read,
  viewer: Viewer,
  { before, after, limit, most, ...filter }: EventRequest,
  now: Date,
): Promise<EventPage> {
  const from = readPlace(after, 'after') ?? readPlace(before, 'before')
  const direction: Direction = after === undefined ? 'older' : 'newer'
  const found = await findPlaces(db, viewer, {
    filter: toWanted(filter),
    from,
    direction,
    limit: limit + 1,
    most,
  })
  const page = found.places.slice(0, limit)
  const isFull = found.places.length > limit
  const end = isFull ? (page.at(-1) ?? null) : found.horizon
  const items = await loadRows(
    db,
    viewer,
    page.map(({ id }) => id),
    await loadNames(db, viewer),
  )
  if (direction === 'newer') {
    const newest = page.at(-1)
    const next = end ?? (newest ? beforeNewer(newest, now) : from)
    return { items, before: null, lookedTo: null, after: next ? writePlace(next) : '' }
  }
  return {
    items,
    before: end && writePlace(end),
    lookedTo: isFull || !end ? null : instantText(end),
    after: writePlace(beforeNewer(page[0] ?? from, now)),
  }
}

/** One thing is asked for at a time here. */
export function toWanted({ objectKind, objectId, ...filter }: EventFilter): Wanted {
  return { ...filter, ...(objectKind && objectId !== undefined && { objectKind, objectIds: [objectId] }) }
}

/** How many there are, as far as it is counted. */
export async function countEvents(
  db: Read,
  viewer: Viewer,
  filter: EventFilter,
): Promise<{ count: number; isMore: boolean }> {
  const { places, horizon } = await findPlaces(db, viewer, {
    filter: toWanted(filter),
    from: null,
    direction: 'older',
    limit: mostCounted + 1,
  })
  return {
    count: Math.min(places.length, mostCounted),
    isMore: places.length > mostCounted || horizon !== null,
  }
}
