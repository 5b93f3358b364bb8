import { sql, type RawBuilder } from 'kysely'
import type { FeedItem } from '#contract/feed'
import { badCursor, instantOf } from '#lib/keyset'

export type LineKind = FeedItem['type']

/**
 * A place in a feed: an instant in microseconds since 1970, then the kind of line, then the messenger's sequence and the id,
 * so that messages of one chat keep their own order.
 */
export type FeedPlace = { at: string; kind: LineKind; sequence: string; id: string }

/** A page goes away from a place to what is older or to what is newer. */
export type Direction = 'older' | 'newer'

/** What stands first at one instant, and how a kind is spelled in a place. */
const letters: Record<LineKind, string> = { event: 'e', internal: 'i', message: 'm', note: 'n', task: 't' }
const kinds = Object.fromEntries(Object.entries(letters).map(([kind, letter]) => [letter, kind])) as Record<
  string,
  LineKind
>

export function writePlace(place: FeedPlace): string {
  return [place.at, letters[place.kind], place.sequence, place.id].join('.')
}

/** Null without a cursor. Throws `request.invalid` naming it when it is none of ours. */
export function readFeedPlace(cursor: string | undefined, field: string): FeedPlace | null {
  if (cursor === undefined) return null
  const [, at, letter = '', sequence, id] =
    /^(\d{1,17})\.([a-z])\.(-?\d{1,19})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? []
  const kind = kinds[letter]
  if (!at || !kind || !sequence || !id || !isBigint(sequence)) throw badCursor(field)
  return { at, kind, sequence, id }
}

/** Whether the database can keep it: not all of nineteen digits are so. */
function isBigint(digits: string): boolean {
  return BigInt.asIntN(64, BigInt(digits)) === BigInt(digits)
}

/** The place before everything of an instant. */
export function placeAt(instant: Date): FeedPlace {
  return {
    at: `${instant.getTime()}000`,
    kind: 'event',
    sequence: '-1',
    id: '00000000-0000-0000-0000-000000000000',
  }
}

/** The place right before a line: what is newer begins with the line itself. */
export function placeBefore(line: FeedPlace): FeedPlace {
  const before = BigInt(`0x${line.id.replaceAll('-', '')}`) - 1n
  if (before < 0n) return { ...line, sequence: String(BigInt(line.sequence) - 1n) }
  const digits = before.toString(16).padStart(32, '0')
  return { ...line, id: digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') }
}

/** Whether lines of a kind, told by these columns, are on the asked side of a place. */
export function isBeyond(
  kind: LineKind,
  from: FeedPlace | null,
  direction: Direction,
  { at, sequence, id }: { at: RawBuilder<unknown>; sequence: RawBuilder<unknown>; id: RawBuilder<unknown> },
): RawBuilder<boolean> {
  if (!from) return sql<boolean>`true`
  const instant = instantOf(from.at)
  const side = direction === 'older' ? sql`<` : sql`>`
  if (kind === from.kind) {
    return sql<boolean>`(${at}, ${sequence}, ${id}) ${side} (${instant}, ${from.sequence}::bigint, ${from.id}::uuid)`
  }
  const isAfterOnes = letters[kind] > letters[from.kind]
  const orEqual = isAfterOnes === (direction === 'newer') ? sql`=` : sql``
  return sql<boolean>`${at} ${side}${orEqual} ${instant}`
}

/** One way through the lines of a kind: the nearest to the place first. */
export function nearestFirst(direction: Direction, columns: string[]): RawBuilder<unknown> {
  const way = direction === 'older' ? sql`desc` : sql`asc`
  return sql`order by ${sql.join(columns.map((column) => sql`${sql.ref(column)} ${way}`))}`
}
