import { sql } from 'kysely'
import type { AmoRequest } from './amo-request.ts'
import { readPage, type Found, type Key, type Page } from './page.ts'
import { readFilters } from './read-filter.ts'
import { listOf, type PhpValue } from './php-query.ts'

type Known = { id: number | string }
/** Whether a row is one of those that a filter asks for. */
type Judge<Row> = (row: Row) => boolean
type Judges<Row> = Record<string, (value: PhpValue, path: string) => Judge<Row>>

// The rows are at hand: only the names of the orders matter.
const key: Key = { column: sql`id`, kind: 'number' }
const orders = { sort: [key], id: [key] }

/**
 * One page of a list that is short enough to be read whole, as its own order has it, or by id with `order[id]`. Throws 400
 * naming a filter or an order that the list does not have.
 */
export function readKnownPage<Row extends Known>(
  request: AmoRequest,
  rows: readonly Row[],
  filters: Judges<Row>,
): { page: Page; found: Found<Row> } {
  const page = readPage(request, orders, { by: orders.sort, isDescending: false })
  const judges = readFilters(request, filters)
  const listed = rows.filter((row) => judges.every((judge) => judge(row)))
  const sorted =
    page.order.by === orders.id ? listed.toSorted((one, other) => Number(one.id) - Number(other.id)) : listed
  const ordered = page.order.isDescending ? sorted.toReversed() : sorted
  const start = (page.page - 1) * page.limit
  const shown = ordered.slice(start, start + page.limit)
  // The number of the page finds it again: there is no cursor to be told.
  const next = ordered.length > start + page.limit ? '' : null
  return { page, found: { rows: shown, next } }
}

/** A column that is one of these words or numbers. */
export function amongWords<Row>(wordOf: (row: Row) => string): (value: PhpValue) => Judge<Row> {
  return (value) => {
    const wanted = new Set(listOf(value))
    return (row) => wanted.has(wordOf(row))
  }
}
