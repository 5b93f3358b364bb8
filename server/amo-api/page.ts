import { sql, type RawBuilder } from 'kysely'
import { instantOf, microseconds } from '#lib/keyset'
import type { AmoRequest } from './amo-request.ts'
import { badRequest } from './problem.ts'

/** Which page of which order. `place`: where the page before ended, from the `next` link; it makes a deep page cheap. */
export type Page = { page: number; limit: number; place: string[] | null; order: Order }

export type Order = { by: readonly Key[]; isDescending: boolean }
/** A column that is sorted by; the last one of an order is unique. */
export type Key = { column: RawBuilder<unknown>; kind: keyof typeof kinds }

/** How a value of a column is written into a cursor and read out of it. */
const kinds = {
  instant: { form: /^\d{1,17}$/, write: microseconds, read: instantOf },
  number: {
    form: /^\d{1,16}$/,
    write: (column: RawBuilder<unknown>): RawBuilder<string> => sql<string>`${column}::text`,
    read: (text: string): RawBuilder<unknown> => sql`${text}::bigint`,
  },
  uuid: {
    form: /^[\da-f-]{36}$/,
    write: (column: RawBuilder<unknown>): RawBuilder<string> => sql<string>`${column}::text`,
    read: (text: string): RawBuilder<unknown> => sql`${text}::uuid`,
  },
}

const usualLimit = 50
const mostLimit = 250
/** As far as a page is reached by its number alone; the `next` links go on. */
const mostSkipped = 100_000

/** Reads page, limit, cursor and order; throws 400 naming what is wrong. `usual` is the order when none is asked for. */
export function readPage(request: AmoRequest, orders: Record<string, readonly Key[]>, usual: Order): Page {
  const order = readOrder(request, orders) ?? usual
  const page = readNumber(request, 'page', 1, 1_000_000_000)
  const limit = readNumber(request, 'limit', usualLimit, mostLimit)
  const place = readCursor(request, order)
  if (!place && (page - 1) * limit > mostSkipped) {
    throw badRequest('page', 'is too far to be reached by its number: follow _links.next')
  }
  return { page, limit, place, order }
}

function readNumber({ query }: AmoRequest, name: string, usual: number, most: number): number {
  const value = query.get(name)
  if (value === undefined || value === '') return usual
  const isNumber = typeof value === 'string' && /^[1-9]\d{0,9}$/.test(value)
  if (!isNumber || Number(value) > most) throw badRequest(name, `must be a whole number from 1 to ${most}`)
  return Number(value)
}

function readOrder({ query }: AmoRequest, orders: Record<string, readonly Key[]>): Order | null {
  const asked = query.get('order')
  if (asked === undefined || asked === '') return null
  if (typeof asked === 'string') throw badRequest('order', 'must be like order[id]=asc')
  const [[name, direction] = ['', '']] = asked
  const by = Object.hasOwn(orders, name) ? orders[name] : undefined
  if (!by || asked.size !== 1) {
    throw badRequest(
      `order.${name}`,
      `must be one of ${Object.keys(orders).join(', ')}`,
      'NotSupportedChoice',
    )
  }
  if (direction !== 'asc' && direction !== 'desc') throw badRequest(`order.${name}`, 'must be asc or desc')
  return { by, isDescending: direction === 'desc' }
}

function readCursor({ query }: AmoRequest, { by }: Order): string[] | null {
  const value = query.get('cursor')
  if (value === undefined || value === '') return null
  const parts = typeof value === 'string' ? value.split('.') : []
  const isOurs =
    parts.length === by.length && by.every(({ kind }, at) => kinds[kind].form.test(parts[at] ?? ''))
  if (!isOurs) throw badRequest('cursor', 'is no cursor of an earlier answer in this order')
  return parts
}

/** The parts of a statement that make it read one page; it reads one row more, which tells whether another page follows. */
export type PageClauses = {
  conditions: RawBuilder<unknown>[]
  orderBy: RawBuilder<unknown>
  limit: RawBuilder<unknown>
  /** The cursor of a row, to be selected as `place`. */
  place: RawBuilder<string>
}

export function pageClauses({ page, limit, place, order: { by, isDescending } }: Page): PageClauses {
  const direction = isDescending ? sql`desc` : sql`asc`
  const columns = by.map(({ column }) => column)
  const values = (place ?? []).map((text, at) => kinds[by[at]?.kind ?? 'number'].read(text))
  const beyond = isDescending ? sql`<` : sql`>`
  return {
    conditions: place ? [sql`(${sql.join(columns)}) ${beyond} (${sql.join(values)})`] : [],
    orderBy: sql.join(columns.map((column) => sql`${column} ${direction}`)),
    limit: sql`limit ${limit + 1} offset ${place ? 0 : (page - 1) * limit}`,
    place: sql<string>`concat_ws('.', ${sql.join(by.map(({ column, kind }) => kinds[kind].write(column)))})`,
  }
}

export type Found<Row> = { rows: Row[]; next: string | null }

/** Cuts off the row that was read beyond the page. */
export function toPage<Row extends { place: string }>(rows: Row[], { limit }: Page): Found<Row> {
  const page = rows.slice(0, limit)
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.place ?? null) : null }
}
