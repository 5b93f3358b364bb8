import { sql } from 'kysely'
import type { AmoRequest } from './amo-request.ts'
import { readPage, type Key, type Page } from './page.ts'

type OrderName = 'id' | 'created_at' | 'updated_at'

/**
 * The page of a list of contacts or deals. Without an order its rows come by their ids, so that what is made meanwhile is
 * found on later pages; with a period of creation or change by that instant, whose index then serves both.
 */
export function readEntityPage(request: AmoRequest, alias: string): Page {
  const row = sql.ref(alias)
  const id: Key = { column: sql`${row}.id`, kind: 'number' }
  const orders: Record<OrderName, readonly Key[]> = {
    id: [id],
    created_at: [{ column: sql`${row}.created_at`, kind: 'instant' }, id],
    updated_at: [{ column: sql`${row}.updated_at`, kind: 'instant' }, id],
  }
  return readPage(request, orders, { by: orders[usualOrder(request)], isDescending: false })
}

function usualOrder({ query }: AmoRequest): OrderName {
  const filter = query.get('filter')
  if (!(filter instanceof Map)) return 'id'
  if (filter.has('updated_at')) return 'updated_at'
  return filter.has('created_at') ? 'created_at' : 'id'
}
