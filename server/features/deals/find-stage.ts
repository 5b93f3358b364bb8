import { sql } from 'kysely'
import type { StageView } from '#contract/deals'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'

export type StageWish = { pipelineId?: number | undefined; stageId?: number | undefined }
export type StagePlace = { pipelineId: number; stageId: number; kind: StageView['kind'] }

/**
 * The stage somebody asks for. Without a pipeline it is looked for in `homeId` (null: the main one) first, then in the
 * others; without a stage it is the pipeline's first ordinary one. Throws `pipeline.not_found`, `stage.not_found`.
 */
export async function findStage(
  db: Read,
  accountId: number,
  wish: StageWish,
  homeId: number | null,
): Promise<StagePlace> {
  const { rows } = await sql<StagePlace & { isWanted: boolean }>`
    select p.id as "pipelineId", s.id as "stageId", s.kind,
      case when ${wish.stageId ?? null}::bigint is null then s.kind = 'normal' else s.id = ${wish.stageId ?? null}::bigint end as "isWanted"
    from pipelines p
    join stages s on s.account_id = p.account_id and s.pipeline_id = p.id
    where p.account_id = ${accountId} and p.kind = 'deal'
      and (${wish.pipelineId ?? null}::bigint is null or p.id = ${wish.pipelineId ?? null}::bigint)
    order by (p.id = ${homeId}::bigint) desc nulls last, p.is_main desc, p.position, p.id, s.position`.execute(
    db,
  )
  if (rows.length === 0) throw new AppError('pipeline.not_found')
  const wanted = rows.find((row) => row.isWanted)
  if (!wanted) throw new AppError('stage.not_found')
  return { pipelineId: wanted.pipelineId, stageId: wanted.stageId, kind: wanted.kind }
}
