import { sql, type RawBuilder } from 'kysely'
import type { DealRow } from '#contract/deals'
import { seesDeal, type Viewer } from '#features/access'
import { likeOf } from '#features/conversations'
import type { Read } from '#lib/db'
import { readPlace } from '#lib/keyset'
import { selectDealRows } from './deal-rows.ts'

export type DealsRequest = {
  search?: string | undefined
  stageId?: number | undefined
  pipelineId?: number | undefined
  responsibleUserId?: number | undefined
  cursor?: string | undefined
  limit: number
}

/** One page of the deals the viewer may see, last changed first. */
export async function listDeals(
  db: Read,
  viewer: Viewer,
  request: DealsRequest,
): Promise<{ items: DealRow[]; next: string | null }> {
  const order = sql`order by d.updated_at desc, d.id desc`
  const found = await selectDealRows(
    db,
    sql`select d.*, row_number() over (${order}) as ord from (${sourceOf(viewer, request)}) d
      ${order} limit ${request.limit + 1}`,
  )
  const page = found.slice(0, request.limit)
  return {
    items: page.map(({ row }) => row),
    next: found.length > request.limit ? (page.at(-1)?.place ?? null) : null,
  }
}

/**
 * The deals of a page, from the index that serves what is asked: each road walks its index from the newest and stops at the
 * end of the page, so that a page costs the same in an old account.
 */
function sourceOf(viewer: Viewer, request: DealsRequest): RawBuilder<unknown> {
  const page = sql`order by d.updated_at desc, d.id desc limit ${request.limit + 1}`
  const all = sql`select d.* from deals d where ${conditionsOf(viewer, request)}`
  if (request.search) return sql`${all} and ${dealMatches(viewer, request.search)}`
  if (request.responsibleUserId !== undefined) return sql`${all} ${page}`
  const { deals } = viewer.rights
  if (!viewer.isAdmin && deals.view !== 'all') return sourceOfLimited(viewer, all, page)
  if (request.stageId === undefined && request.pipelineId === undefined) return sql`${all} ${page}`
  return sql`select d.* from stages s cross join lateral (
      ${all} and d.pipeline_id = s.pipeline_id and d.stage_id = s.id ${page}) d
    where s.account_id = ${viewer.accountId} and ${stageCondition('s.id', 's.pipeline_id', request)}`
}

/** Who does not see all: the deals of each person one sees, and those one takes part in. */
function sourceOfLimited(
  viewer: Viewer,
  all: RawBuilder<unknown>,
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const people =
    viewer.rights.deals.view === 'group' && viewer.groupId !== null
      ? sql`(u.id = ${viewer.userId} or u.group_id = ${viewer.groupId})`
      : sql`u.id = ${viewer.userId}`
  return sql`
    select d.* from users u cross join lateral (${all} and d.responsible_user_id = u.id ${page}) d
      where u.account_id = ${viewer.accountId} and ${people}
    union
    select d.* from (select distinct p.card_id from participants p where p.account_id = ${viewer.accountId} and p.card_kind = 'deal'
        and ((p.principal_kind = 'user' and p.principal_id = ${viewer.userId})
          or (p.principal_kind = 'group' and p.principal_id = ${viewer.groupId}))) p
      cross join lateral (${all} and d.id = p.card_id) d`
}

function conditionsOf(viewer: Viewer, request: DealsRequest): RawBuilder<unknown> {
  const place = readPlace(request.cursor)
  return sql.join(
    [
      sql`d.account_id = ${viewer.accountId} and d.deleted_at is null`,
      seesDeal(viewer, 'd'),
      stageCondition('d.stage_id', 'd.pipeline_id', request),
      ...(request.responsibleUserId === undefined
        ? []
        : [sql`d.responsible_user_id = ${request.responsibleUserId}`]),
      ...(place ? [sql`(d.updated_at, d.id) < (${place.at}, ${place.id}::bigint)`] : []),
    ],
    sql` and `,
  )
}

function stageCondition(stage: string, pipeline: string, request: DealsRequest): RawBuilder<unknown> {
  const wishes = [
    ...(request.stageId === undefined ? [] : [sql`${sql.ref(stage)} = ${request.stageId}`]),
    ...(request.pipelineId === undefined ? [] : [sql`${sql.ref(pipeline)} = ${request.pipelineId}`]),
  ]
  return wishes.length === 0 ? sql`true` : sql.join(wishes, sql` and `)
}

/** Trigrams need three letters; shorter texts are compared while the list is walked. */
const shortestIndexed = 3

/** Deals `d` with this in their name or in the name of one of their contacts. */
export function dealMatches(viewer: Viewer, search: string): RawBuilder<unknown> {
  const like = likeOf(search)
  if (search.length < shortestIndexed) return sql`lower(d.name) like ${like}`
  return sql`d.id in (
    select named.id from deals named where named.account_id = ${viewer.accountId} and lower(named.name) like ${like}
    union select cc.card_id from contacts found
      join contacts kin on kin.account_id = found.account_id and kin.root_id = found.root_id
      join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id and cc.card_kind = 'deal'
      where found.account_id = ${viewer.accountId} and lower(found.name) like ${like})`
}
