import { sql, type RawBuilder } from 'kysely'
import { AppError } from './errors.ts'

/**
 * Places in lists ordered by an instant and an id. A cursor carries microseconds since 1970, as exact as the database keeps
 * them: an instant cut to milliseconds would lose the rows of the same millisecond.
 */
export type Place = { at: RawBuilder<Date>; id: number }

/** The cursor of a row, made by the database. */
export function placeOf(at: RawBuilder<unknown>, id: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`${microseconds(at)} || '.' || ${id}`
}

/** Reads a cursor made by `placeOf`; null without one. Throws `request.invalid` naming the cursor when it is none of ours. */
export function readPlace(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null
  const match = /^(\d{1,17})\.(\d{1,16})$/.exec(cursor)
  if (!match?.[1] || !match[2]) throw badCursor('cursor')
  return { at: instantOf(match[1]), id: Number(match[2]) }
}

/**
 * How many rows are read for a page that is cut afterwards: at least one more than it has, which tells whether there is another
 * page. It is a number in the statement's text: the database takes a parameter for a tenth of the table and, having no plan for
 * that, plans the statement anew at every call. In tens, so that there are few texts.
 */
export function pageRows(limit: number): RawBuilder<number> {
  return sql<number>`${sql.lit(countOfRows(limit))}`
}

/** The same as a number, for what reckons with it. */
export function countOfRows(limit: number): number {
  return Math.ceil(limit / 10) * 10 + 1
}

/** Microseconds since 1970 of an instant, as text. */
export function microseconds(at: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`(extract(epoch from ${at}) * 1000000)::bigint::text`
}

/** The instant of so many microseconds since 1970; they are exact in a double until the year 2255. */
export function instantOf(micros: string): RawBuilder<Date> {
  return sql<Date>`(timestamptz 'epoch' + ${micros}::double precision * interval '1 microsecond')`
}

export function badCursor(path: string): AppError {
  return new AppError('request.invalid', {
    fields: [{ path, problem: 'invalid_format', message: 'This is no cursor of an earlier answer' }],
  })
}
