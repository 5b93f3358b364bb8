import { sql, type RawBuilder } from 'kysely'
import type { DealSort } from '#contract/deal-filter'
import type { DealRow } from '#contract/deals'
import type { Viewer } from '#features/access'
import { readCardSearch } from '#features/cards'
import { ofPeople } from '#lib/by-person'
import type { Read } from '#lib/db'
import { pageRows } from '#lib/keyset'
import type { NameSearch } from '#lib/name-search'
import { dealConditions, stageCondition, type DealFilterWishes } from './deal-conditions.ts'
import { afterPlace, dealPlace, orderBy, type DealOrder } from './deal-order.ts'
import { selectDealRows } from './deal-rows.ts'
import { isLimited, ofSeenPeople } from './limited-deals.ts'

export type DealsRequest = DealFilterWishes & {
  sort?: DealSort | undefined
  order?: 'asc' | 'desc' | undefined
  cursor?: string | undefined
  limit: number
}

/** One page of the deals the viewer may see, last changed first unless told otherwise. */
export async function listDeals(
  db: Read,
  viewer: Viewer,
  { sort = 'updated', order = 'desc', cursor, limit, ...wishes }: DealsRequest,
): Promise<{ items: DealRow[]; next: string | null }> {
  const by = { sort, order }
  const search = await readCardSearch(db, viewer.accountId, 'deal', wishes.search)
  const source = sourceOf(viewer, wishes, by, { cursor, limit, search })
  const found = await selectDealRows(
    db,
    sql`select d.*, row_number() over (${orderBy(by)}) as ord from (${source}) d ${orderBy(by)} limit ${pageRows(limit)}`,
    dealPlace(sort),
  )
  const page = found.slice(0, limit)
  return {
    items: page.map(({ row }) => row),
    next: found.length > limit ? (page.at(-1)?.place ?? null) : null,
  }
}

type Asked = { cursor: string | undefined; limit: number; search: NameSearch | null }

/**
 * The deals of a page, from the index that serves what is asked: each road walks its index from where the page begins and
 * stops at its end, so that a page costs the same in an old account. Other orders than the usual one have an index each.
 */
function sourceOf(
  viewer: Viewer,
  wishes: DealFilterWishes,
  by: DealOrder,
  { cursor, limit, search }: Asked,
): RawBuilder<unknown> {
  const page = sql`${orderBy(by)} limit ${pageRows(limit)}`
  const { responsibleUserId, ...others } = wishes
  const select = (narrowed: DealFilterWishes, ofStage = false): RawBuilder<unknown> => sql`
    select d.* from deals d where ${dealConditions(viewer, narrowed, { ofStage, search })} ${cursor === undefined ? sql`` : sql`and ${afterPlace(by, cursor)}`}`
  const all = select(wishes)
  if (search && !search.isCommon) return all
  if (by.sort !== 'updated') return isLimited(viewer) ? ofSeenPeople(viewer, all, page) : sql`${all} ${page}`
  if (responsibleUserId) return ofPeople(select(others), 'd', responsibleUserId, page)
  if (isLimited(viewer)) return ofSeenPeople(viewer, all, page)
  const isWhole =
    wishes.stageId === undefined && wishes.pipelineId === undefined && wishes.talks === undefined
  if (isWhole) return sql`${all} ${page}`
  return sql`select d.* from stages s cross join lateral (
      ${select(wishes, true)} and d.pipeline_id = s.pipeline_id and d.stage_id = s.id ${page}) d
    where s.account_id = ${viewer.accountId} and ${stageCondition('s.id', 's.pipeline_id', wishes)}`
}
