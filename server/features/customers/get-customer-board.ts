import { sql, type RawBuilder } from 'kysely'
import { mostCounted, type CustomerRow, type CustomerWishes } from '#contract/customers'
import type { Viewer } from '#features/access'
import { readCardSearch } from '#features/cards'
import { ofPeople } from '#lib/by-person'
import type { Read } from '#lib/db'
import { pageRows } from '#lib/keyset'
import type { NameSearch } from '#lib/name-search'
import { customerConditions } from './customer-conditions.ts'
import { orderBy } from './customer-order.ts'
import { selectCustomerRows } from './customer-rows.ts'
import { isLimited, ofSeenPeople } from './seen-people.ts'

type Column = { stageId: number; items: CustomerRow[]; next: string | null; count: number }

const by = { sort: 'updated', order: 'desc' } as const

/** The first cards of each stage, and how many stand there. */
export async function getCustomerBoard(
  db: Read,
  viewer: Viewer,
  { limit, ...wishes }: CustomerWishes & { limit: number },
): Promise<{ stages: Column[] }> {
  const search = await readCardSearch(db, viewer.accountId, 'customer', wishes.search)
  const [stages, found] = await Promise.all([
    countInStages(db, viewer, wishes, search),
    selectCustomerRows(
      db,
      sql`select d.*, row_number() over (${orderBy(by)}) as ord from (${sourceOf(viewer, wishes, { limit, search })}) d`,
    ),
  ])
  const byStage = Map.groupBy(found, ({ row }) => row.stage.id)
  return {
    stages: stages.map(({ stageId, count }) => {
      const cards = byStage.get(stageId) ?? []
      const page = cards.slice(0, limit)
      return {
        stageId,
        count,
        items: page.map(({ row }) => row),
        next: cards.length > limit ? (page.at(-1)?.place ?? null) : null,
      }
    }),
  }
}

/** The stages `s` that are asked for. */
function stagesOf({ accountId }: Viewer, { stageId }: CustomerWishes): RawBuilder<unknown> {
  return sql`s.account_id = ${accountId} and s.pipeline_id = (
      select p.id from pipelines p where p.account_id = ${accountId} and p.kind = 'customer' and p.is_main)
    ${stageId === undefined ? sql`` : sql`and s.id = any(${stageId}::bigint[])`}`
}

/** Exact up to `mostCounted`; counting stops one behind it. */
async function countInStages(
  db: Read,
  viewer: Viewer,
  wishes: CustomerWishes,
  search: NameSearch | null,
): Promise<{ stageId: number; count: number }[]> {
  const most = sql`limit ${sql.lit(mostCounted + 1)}`
  // In the order of the index: without one an empty stage is looked for among all customers.
  const stretch = sql`${orderBy(by)} ${most}`
  const all = sql`select d.id, d.responsible_user_id from customers d
    where ${customerConditions(viewer, wishes, { ofStage: true, search })} and d.pipeline_id = s.pipeline_id and d.stage_id = s.id`
  const seen = isLimited(viewer) ? ofSeenPeople(viewer, all, stretch) : sql`${all} ${stretch}`
  const { rows } = await sql<{ stageId: number; count: number }>`
    select s.id as "stageId", c.count from stages s
    cross join lateral (select count(*)::int as count from (select from (${seen}) d ${most}) d) c
    where ${stagesOf(viewer, wishes)} order by s.position, s.id`.execute(db)
  return rows
}

/** Each stage by the road that serves what is asked, up to a page; what a search finds by its index is few and is cut afterwards. */
function sourceOf(
  viewer: Viewer,
  wishes: CustomerWishes,
  { limit, search }: { limit: number; search: NameSearch | null },
): RawBuilder<unknown> {
  if (search && !search.isCommon) {
    const all = sql`select d.* from customers d where ${customerConditions(viewer, wishes, { search })}`
    return sql`select d.* from (select d.*, row_number() over (partition by d.stage_id ${orderBy(by)}) as place
      from (${all}) d) d where d.place <= ${limit + 1}`
  }
  const page = sql`${orderBy(by)} limit ${pageRows(limit)}`
  const { responsibleUserId, ...others } = wishes
  const select = (narrowed: CustomerWishes, ofStage: boolean): RawBuilder<unknown> => sql`
    select d.* from customers d where ${customerConditions(viewer, narrowed, { ofStage, search })}
      and d.pipeline_id = s.pipeline_id and d.stage_id = s.id`
  const ofStage = (): RawBuilder<unknown> => {
    if (responsibleUserId) return ofPeople(select(others, false), 'd', responsibleUserId, page)
    if (isLimited(viewer)) return ofSeenPeople(viewer, select(wishes, true), page)
    return select(wishes, true)
  }
  return sql`select d.* from stages s cross join lateral (select d.* from (${ofStage()}) d ${page}) d
    where ${stagesOf(viewer, wishes)}`
}
