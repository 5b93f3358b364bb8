import { sql, type RawBuilder } from 'kysely'
import type { Read } from './db.ts'
import { badCursor, instantOf, microseconds, pageRows } from './keyset.ts'

/** Where a page begins: under the row of this instant and id. */
export type Spot = { micros: string; id: string }

export type Found = {
  ids: string[]
  /** The cursor under the last one, when there is more. */
  next: string | null
  /** How far was looked, when it was not the whole and the page is not full; `next` goes on from there. */
  searchedTo: Date | null
}

/** So many rows are looked at for one page. */
const mostLookedAt = 10_000

type Look = {
  /** Rows `z` with `at` and `id`, newest first and made as they are asked for. */
  rows: RawBuilder<unknown>
  /** Whether one may see a row `z`; asked of each as it is met. */
  isSeen: RawBuilder<unknown>
  /** What both look into: tables of the statement, named. */
  tables?: readonly RawBuilder<unknown>[] | undefined
  limit: number
  most?: number | undefined
}

/**
 * The first rows that may be seen, of as many as there are. It stops at a full page, and after so many rows: whoever sees little
 * of much is told how far the look went, and it goes on from there.
 */
export async function lookThrough(
  db: Read,
  { rows, isSeen, tables = [], limit, most = mostLookedAt }: Look,
): Promise<Found> {
  const { rows: looked } = await sql<Spot & { at: Date; isSeen: boolean; place: number }>`
    ${tables.length === 0 ? sql`` : sql`with ${sql.join(tables)}`}
    select x.id::text as id, x.at, ${microseconds(sql`x.at`)} as micros, x."isSeen", x.place from (
      select z.id, z.at, coalesce(ok.is_seen, false) as "isSeen", row_number() over () as place
      from ${rows}
      left join lateral (select true as is_seen where ${isSeen} offset 0) ok on true
      limit ${sql.lit(most)}
    ) x where x."isSeen" or x.place = ${most} limit ${pageRows(limit)}`.execute(db)
  const seen = looked.filter((row) => row.isSeen)
  const page = seen.slice(0, limit)
  const ids = page.map(({ id }) => id)
  const last = page.at(-1)
  if (seen.length > limit && last) return { ids, next: writeSpot(last), searchedTo: null }
  const end = looked.find((row) => row.place === most)
  return { ids, next: end ? writeSpot(end) : null, searchedTo: end?.at ?? null }
}

/** A row is under the spot: older, or of the same instant with a lower id. */
export function under(
  spot: Spot | null,
  at: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  type: 'uuid' | 'bigint',
): RawBuilder<unknown> {
  if (!spot) return sql`true`
  return sql`(${at}, ${id}) < (${instantOf(spot.micros)}, ${spot.id}::${sql.raw(type)})`
}

export function writeSpot({ micros, id }: Spot): string {
  return `${micros}.${id}`
}

/** Reads a cursor of `lookThrough`. Throws `request.invalid`. */
export function readSpot(cursor: string | undefined, type: 'uuid' | 'bigint'): Spot | null {
  if (cursor === undefined) return null
  const id = type === 'uuid' ? '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}' : String.raw`\d{1,16}`
  const match = new RegExp(`^(\\d{1,17})\\.(${id})$`).exec(cursor)
  if (!match?.[1] || !match[2]) throw badCursor('cursor')
  return { micros: match[1], id: match[2] }
}
