import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { countOfRows, microseconds, pageRows } from '#lib/keyset'
import { conditionsOf, isExact, periodOf } from './event-conditions.ts'
import { compare, isBeyond, type Direction, type EventPlace } from './event-place.ts'
import { sourcesOf, type EventSource, type Wanted } from './event-sources.ts'

/** So many events are looked at for one answer, however large the account and whatever is asked for. */
const mostLookedAt = 10_000

export type PlaceRequest = {
  filter: Wanted
  from: EventPlace | null
  direction: Direction
  /** One more than a page has tells whether there is another page. */
  limit: number
  /** How many may be looked at; as usual unless told. */
  most?: number | undefined
}

export type FoundPlaces = {
  /** The nearest to the place first. */
  places: EventPlace[]
  /** Where looking ended before the end; null: it did not. */
  horizon: EventPlace | null
}

/**
 * The events nearest to a place, of those that are wanted and may be known. Each source is walked by its index, and of what it
 * meets what fits is taken, until there is enough or too much was looked at: then the answer is what is known for sure, and
 * where to go on from.
 */
export async function findPlaces(db: Read, viewer: Viewer, request: PlaceRequest): Promise<FoundPlaces> {
  const sources = sourcesOf(viewer, request.filter)
  if (sources.length === 0) return { places: [], horizon: null }
  const expected = sources.reduce((sum, { share }) => sum + share, 0)
  const most = Math.max(countOfRows(request.limit - 1), shareOf(request.most ?? mostLookedAt, expected))
  const walks = sources.map((source) => walkOf(viewer, request, source, most))
  const nearestFound = await nearest(
    db,
    request,
    walks.map(({ found }) => found),
    request.limit,
  )
  const places = nearestFound.slice(0, request.limit)
  if (isExact(viewer, request.filter) || (expected === 1 && places.length === request.limit))
    return { places, horizon: null }
  const [horizon = null] = await nearest(
    db,
    request,
    walks.map(({ end }) => end),
    1,
  )
  if (!horizon) return { places, horizon }
  // Beyond it another source may have had something that was not looked at.
  const side = request.direction === 'older' ? 1 : -1
  return { places: places.filter((place) => compare(place, horizon) * side >= 0), horizon }
}

/** Halved as often as it takes, so that few lengths of a walk stand in statements. */
function shareOf(most: number, walks: number): number {
  return Math.floor(most / 2 ** Math.ceil(Math.log2(Math.max(1, walks))))
}

type Walk = { found: RawBuilder<unknown>; end: RawBuilder<unknown> }

/** What one source has that fits, and how far back it was looked, for each of its values. */
function walkOf(
  viewer: Viewer,
  { filter, from, direction, limit }: PlaceRequest,
  { values, where, only = sql`true` }: EventSource,
  most: number,
): Walk {
  const way = wayOf(direction)
  const walk = (
    columns: RawBuilder<unknown>,
    end: RawBuilder<unknown>,
  ): RawBuilder<unknown> => sql`select ${columns}
    from events e where e.account_id = ${viewer.accountId} and ${where} and ${isBeyond(from, direction)}
      and ${periodOf(viewer, filter)} order by e.at ${way}, e.id ${way} ${end}`
  return {
    found: sql`(select w.at, w.id from ${values} cross join lateral (
      select e.at, e.id from (${walk(sql`e.*`, sql`limit ${sql.lit(most)}`)}) e
      where ${only} and ${conditionsOf(viewer, filter)} limit ${pageRows(limit - 1)}) w)`,
    end: sql`(select w.at, w.id from ${values} cross join lateral (
      ${walk(sql`e.at, e.id`, sql`offset ${sql.lit(most - 1)} limit 1`)}) w)`,
  }
}

async function nearest(
  db: Read,
  { direction }: PlaceRequest,
  parts: RawBuilder<unknown>[],
  limit: number,
): Promise<EventPlace[]> {
  const way = wayOf(direction)
  const { rows } = await sql<EventPlace>`
    select ${microseconds(sql`p.at`)} as at, p.id from (${sql.join(parts, sql` union all `)}) p
    order by p.at ${way}, p.id ${way} limit ${pageRows(limit - 1)}`.execute(db)
  return rows
}

const wayOf = (direction: Direction): RawBuilder<unknown> => (direction === 'older' ? sql`desc` : sql`asc`)
