import { sql, type RawBuilder } from 'kysely'
import type { CustomerRow, CustomerSort, CustomerWishes } from '#contract/customers'
import type { Viewer } from '#features/access'
import { readCardSearch } from '#features/cards'
import { ofPeople } from '#lib/by-person'
import type { Read } from '#lib/db'
import { pageRows } from '#lib/keyset'
import type { NameSearch } from '#lib/name-search'
import { customerConditions } from './customer-conditions.ts'
import { afterPlace, customerPlace, orderBy, type CustomerOrder } from './customer-order.ts'
import { selectCustomerRows } from './customer-rows.ts'
import { isLimited, ofSeenPeople } from './seen-people.ts'

export type CustomersRequest = CustomerWishes & {
  sort?: CustomerSort | undefined
  order?: 'asc' | 'desc' | undefined
  cursor?: string | undefined
  limit: number
}

/** One page of the customers the viewer may see, last changed first unless told otherwise. */
export async function listCustomers(
  db: Read,
  viewer: Viewer,
  { sort = 'updated', order = 'desc', cursor, limit, ...wishes }: CustomersRequest,
): Promise<{ items: CustomerRow[]; next: string | null }> {
  const by = { sort, order }
  const search = await readCardSearch(db, viewer.accountId, 'customer', wishes.search)
  const source = sourceOf(viewer, wishes, by, { cursor, limit, search })
  const found = await selectCustomerRows(
    db,
    sql`select d.*, row_number() over (${orderBy(by)}) as ord from (${source}) d ${orderBy(by)} limit ${pageRows(limit)}`,
    customerPlace(sort),
  )
  const page = found.slice(0, limit)
  return {
    items: page.map(({ row }) => row),
    next: found.length > limit ? (page.at(-1)?.place ?? null) : null,
  }
}

type Asked = { cursor: string | undefined; limit: number; search: NameSearch | null }

/** The customers of a page, from the index that serves what is asked; each road stops at the page's end. */
function sourceOf(
  viewer: Viewer,
  wishes: CustomerWishes,
  by: CustomerOrder,
  { cursor, limit, search }: Asked,
): RawBuilder<unknown> {
  const page = sql`${orderBy(by)} limit ${pageRows(limit)}`
  const { responsibleUserId, ...others } = wishes
  const select = (ofStage: boolean, narrowed: CustomerWishes = wishes): RawBuilder<unknown> => sql`
    select d.* from customers d where ${customerConditions(viewer, narrowed, { ofStage, search })}
      ${cursor === undefined ? sql`` : sql`and ${afterPlace(by, cursor)}`}`
  if (search && !search.isCommon) return select(false)
  if (responsibleUserId && by.sort === 'updated') {
    return ofPeople(select(false, others), 'd', responsibleUserId, page)
  }
  if (isLimited(viewer)) return ofSeenPeople(viewer, select(false), page)
  if (by.sort !== 'updated' || wishes.stageId === undefined) return sql`${select(false)} ${page}`
  return sql`select d.* from stages s cross join lateral (
      ${select(true)} and d.pipeline_id = s.pipeline_id and d.stage_id = s.id ${page}) d
    where s.account_id = ${viewer.accountId} and s.id = any(array(select unnest(${wishes.stageId}::bigint[])))`
}
