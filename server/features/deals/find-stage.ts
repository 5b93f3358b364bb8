import { sql, type RawBuilder } from 'kysely'
import type { StageView } from '#contract/pipelines'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'

/** Incoming leads first, then the ordinary stages, won and lost at the end. */
export function stageOrder(alias: string): RawBuilder<unknown> {
  const stage = sql.ref(alias)
  return sql`array_position(array['incoming', 'normal', 'won', 'lost'], ${stage}.kind), ${stage}.position, ${stage}.id`
}

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
    order by (p.id = ${homeId}::bigint) desc nulls last, p.is_main desc, p.position, p.id, ${stageOrder('s')}`.execute(
    db,
  )
  if (rows.length === 0) throw new AppError('pipeline.not_found')
  const wanted = rows.find((row) => row.isWanted)
  if (!wanted) throw new AppError('stage.not_found')
  return { pipelineId: wanted.pipelineId, stageId: wanted.stageId, kind: wanted.kind }
}

/** The same for a deal that will stand there: until the transaction ends nobody deletes the stage. */
export async function holdStage(
  tx: Tx,
  accountId: number,
  wish: StageWish,
  homeId: number | null,
): Promise<StagePlace> {
  const place = await findStage(tx, accountId, wish, homeId)
  const { rows } =
    await sql`select from stages where account_id = ${accountId} and pipeline_id = ${place.pipelineId}
    and id = ${place.stageId} for key share`.execute(tx)
  // It was being deleted while it was looked for.
  if (rows.length === 0) throw new AppError('stage.not_found')
  return place
}
