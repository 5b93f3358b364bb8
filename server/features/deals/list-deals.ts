import { sql, type RawBuilder } from 'kysely'
import type { DealSort } from '#contract/deal-filter'
import type { DealRow } from '#contract/deals'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
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
  const source = sourceOf(viewer, wishes, by, { cursor, limit })
  const found = await selectDealRows(
    db,
    sql`select d.*, row_number() over (${orderBy(by)}) as ord from (${source}) d ${orderBy(by)} limit ${limit + 1}`,
    dealPlace(sort),
  )
  const page = found.slice(0, limit)
  return {
    items: page.map(({ row }) => row),
    next: found.length > limit ? (page.at(-1)?.place ?? null) : null,
  }
}

type Asked = { cursor: string | undefined; limit: number }

/**
 * The deals of a page, from the index that serves what is asked: each road walks its index from where the page begins and
 * stops at its end, so that a page costs the same in an old account. Other orders than the usual one have an index each.
 */
function sourceOf(
  viewer: Viewer,
  wishes: DealFilterWishes,
  by: DealOrder,
  { cursor, limit }: Asked,
): RawBuilder<unknown> {
  const page = sql`${orderBy(by)} limit ${limit + 1}`
  const { responsibleUserId, ...others } = wishes
  const select = (narrowed: DealFilterWishes, ofStage = false): RawBuilder<unknown> => sql`
    select d.* from deals d where ${dealConditions(viewer, narrowed, { ofStage })} ${cursor === undefined ? sql`` : sql`and ${afterPlace(by, cursor)}`}`
  const all = select(wishes)
  if (wishes.search) return all
  if (by.sort !== 'updated') return isLimited(viewer) ? ofSeenPeople(viewer, all, page) : sql`${all} ${page}`
  if (responsibleUserId) return ofResponsibles(select(others), responsibleUserId, page)
  if (isLimited(viewer)) return ofSeenPeople(viewer, all, page)
  const isWhole =
    wishes.stageId === undefined && wishes.pipelineId === undefined && wishes.talks === undefined
  if (isWhole) return sql`${all} ${page}`
  return sql`select d.* from stages s cross join lateral (
      ${select(wishes, true)} and d.pipeline_id = s.pipeline_id and d.stage_id = s.id ${page}) d
    where s.account_id = ${viewer.accountId} and ${stageCondition('s.id', 's.pipeline_id', wishes)}`
}

/** Each by his own stretch of the index; 0 is nobody. */
function ofResponsibles(
  all: RawBuilder<unknown>,
  ids: readonly number[],
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const people = ids.filter((id) => id !== 0)
  const some = sql`select d.* from unnest(${people}::bigint[]) u(id) cross join lateral (
    ${all} and d.responsible_user_id = u.id ${page}) d`
  const nobody = sql`(${all} and d.responsible_user_id is null ${page})`
  return people.length === ids.length ? some : sql`${some} union all ${nobody}`
}
