import { sql } from 'kysely'
import type { CardKind } from '#contract/common'
import type { PipelineView, StageView } from '#contract/pipelines'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { listPipelines } from '../list-pipelines.ts'

/** All pipelines of deals, or that of customers, under their locks: their editors come one after another, cards move on meanwhile. */
export async function lockPipelines(
  tx: Tx,
  accountId: number,
  kind: CardKind = 'deal',
): Promise<PipelineView[]> {
  await sql`select from pipelines where account_id = ${accountId} and kind = ${kind} order by id for no key update`.execute(
    tx,
  )
  return listPipelines(tx, accountId, kind)
}

/** A pipeline of deals. Throws `pipeline.not_found`. */
export async function lockPipeline(
  tx: Tx,
  accountId: number,
  pipelineId: number,
  kind: CardKind = 'deal',
): Promise<{ pipeline: PipelineView; all: PipelineView[] }> {
  const all = await lockPipelines(tx, accountId, kind)
  const pipeline = all.find(({ id }) => id === pipelineId)
  if (!pipeline) throw new AppError('pipeline.not_found')
  return { pipeline, all }
}

/** A pipeline whose stages are edited: of deals, or that of customers. Throws `pipeline.not_found`. */
export async function lockStages(
  tx: Tx,
  accountId: number,
  pipelineId: number,
): Promise<{ pipeline: PipelineView; kind: CardKind }> {
  const found = await tx
    .selectFrom('pipelines')
    .select('kind')
    .where('account_id', '=', accountId)
    .where('id', '=', pipelineId)
    .executeTakeFirst()
  const kind = found?.kind === 'customer' ? 'customer' : 'deal'
  return { pipeline: (await lockPipeline(tx, accountId, pipelineId, kind)).pipeline, kind }
}

/** Throws `pipeline.not_found`, `stage.not_found`. */
export async function lockStage(
  tx: Tx,
  accountId: number,
  { pipelineId, stageId }: { pipelineId: number; stageId: number },
): Promise<{ pipeline: PipelineView; stage: StageView; kind: CardKind }> {
  const { pipeline, kind } = await lockStages(tx, accountId, pipelineId)
  const stage = pipeline.stages.find(({ id }) => id === stageId)
  if (!stage) throw new AppError('stage.not_found')
  return { pipeline, stage, kind }
}

/** Tells the other browsers. @returns all pipelines of deals, as they are now. */
export async function tellPipelines(tx: Tx, accountId: number): Promise<{ items: PipelineView[] }> {
  await change(tx, { accountId, topic: 'pipelines' })
  return { items: await listPipelines(tx, accountId) }
}
