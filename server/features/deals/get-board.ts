import { sql, type RawBuilder } from 'kysely'
import type { DealRow } from '#contract/deals'
import type { Viewer } from '#features/access'
import { readCardSearch } from '#features/cards'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { pageRows } from '#lib/keyset'
import type { NameSearch } from '#lib/name-search'
import { dealConditions, stageCondition, type DealFilterWishes } from './deal-conditions.ts'
import { orderBy } from './deal-order.ts'
import { selectDealRows } from './deal-rows.ts'
import { stageOrder } from './find-stage.ts'
import { isLimited, ofSeenPeople } from './limited-deals.ts'

export type BoardRequest = DealFilterWishes & { pipelineId: number; limit: number }
type Column = { stageId: number; items: DealRow[]; next: string | null }

const by = { sort: 'updated', order: 'desc' } as const

/** The first cards of each stage of a pipeline. Throws `pipeline.not_found`. */
export async function getBoard(
  db: Read,
  viewer: Viewer,
  { limit, ...wishes }: BoardRequest,
): Promise<{ stages: Column[] }> {
  const search = await readCardSearch(db, viewer.accountId, 'deal', wishes.search)
  const [stageIds, found] = await Promise.all([
    listStageIds(db, viewer, wishes),
    selectDealRows(
      db,
      sql`select d.*, row_number() over (${orderBy(by)}) as ord from (${sourceOf(viewer, wishes, { limit, search })}) d`,
    ),
  ])
  const byStage = Map.groupBy(found, ({ row }) => row.stage.id)
  return {
    stages: stageIds.map((stageId) => {
      const cards = byStage.get(stageId) ?? []
      const page = cards.slice(0, limit)
      return {
        stageId,
        items: page.map(({ row }) => row),
        next: cards.length > limit ? (page.at(-1)?.place ?? null) : null,
      }
    }),
  }
}

async function listStageIds(db: Read, viewer: Viewer, wishes: DealFilterWishes): Promise<number[]> {
  const { rows } = await sql<{ id: number; isWanted: boolean }>`
    select s.id, ${stageCondition('s.id', 's.pipeline_id', wishes)} as "isWanted" from stages s
    join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id and p.kind = 'deal'
    where s.account_id = ${viewer.accountId} and s.pipeline_id = ${wishes.pipelineId} order by ${stageOrder('s')}`.execute(
    db,
  )
  if (rows.length === 0) throw new AppError('pipeline.not_found')
  return rows.filter((row) => row.isWanted).map((row) => row.id)
}

/** Each stage by its own stretch of the index, up to a page; what a search finds by its index is few and is cut afterwards. */
function sourceOf(
  viewer: Viewer,
  wishes: DealFilterWishes,
  { limit, search }: { limit: number; search: NameSearch | null },
): RawBuilder<unknown> {
  if (search && !search.isCommon) {
    const all = sql`select d.* from deals d where ${dealConditions(viewer, wishes, { search })}`
    return sql`select d.* from (select d.*, row_number() over (partition by d.stage_id ${orderBy(by)}) as place
      from (${all}) d) d where d.place <= ${limit + 1}`
  }
  const page = sql`${orderBy(by)} limit ${pageRows(limit)}`
  const ofStage = sql`select d.* from deals d
    where ${dealConditions(viewer, wishes, { ofStage: true, search })} and d.pipeline_id = s.pipeline_id and d.stage_id = s.id`
  const column = isLimited(viewer)
    ? sql`select d.* from (${ofSeenPeople(viewer, ofStage, page)}) d ${page}`
    : sql`${ofStage} ${page}`
  return sql`select d.* from stages s cross join lateral (${column}) d
    where s.account_id = ${viewer.accountId} and ${stageCondition('s.id', 's.pipeline_id', wishes)}`
}
