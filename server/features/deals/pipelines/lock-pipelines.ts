import { sql } from 'kysely'
import type { PipelineView, StageView } from '#contract/pipelines'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { listPipelines } from '../list-pipelines.ts'

/** All pipelines of deals under their locks: their editors come one after another, deals move on meanwhile. */
export async function lockPipelines(tx: Tx, accountId: number): Promise<PipelineView[]> {
  await sql`select from pipelines where account_id = ${accountId} and kind = 'deal' order by id for no key update`.execute(
    tx,
  )
  return listPipelines(tx, accountId)
}

/** Throws `pipeline.not_found`. */
export async function lockPipeline(
  tx: Tx,
  accountId: number,
  pipelineId: number,
): Promise<{ pipeline: PipelineView; all: PipelineView[] }> {
  const all = await lockPipelines(tx, accountId)
  const pipeline = all.find(({ id }) => id === pipelineId)
  if (!pipeline) throw new AppError('pipeline.not_found')
  return { pipeline, all }
}

/** Throws `pipeline.not_found`, `stage.not_found`. */
export async function lockStage(
  tx: Tx,
  accountId: number,
  { pipelineId, stageId }: { pipelineId: number; stageId: number },
): Promise<{ pipeline: PipelineView; stage: StageView }> {
  const { pipeline } = await lockPipeline(tx, accountId, pipelineId)
  const stage = pipeline.stages.find(({ id }) => id === stageId)
  if (!stage) throw new AppError('stage.not_found')
  return { pipeline, stage }
}

/** Tells the other browsers. @returns all pipelines, as they are now. */
export async function tellPipelines(tx: Tx, accountId: number): Promise<{ items: PipelineView[] }> {
  await change(tx, { accountId, topic: 'pipelines' })
  return { items: await listPipelines(tx, accountId) }
}
