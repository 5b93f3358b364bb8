import { sql } from 'kysely'
import type { PipelineView } from '#contract/pipelines'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emitByHand } from '#lib/events'
import { holdStage, type StageWish } from '../find-stage.ts'
import { emptyCustomerStage } from './empty-customer-stage.ts'
import { lockPipeline, lockStage, tellPipelines } from './lock-pipelines.ts'
import { countLeaving, moveAllDeals, type Leaving } from './move-all-deals.ts'

type Answer = Promise<{ items: PipelineView[] }>
type MoveTo = { pipelineId: number; stageId: number } | undefined

/**
 * Deletes a stage; its deals go where they are told to, or it stays. Won and lost are always there, and one ordinary stage.
 * Throws `pipeline.not_found`, `stage.not_found`, `stage.system`, `stage.last`, `stage.has_deals` with their count,
 * `stage.has_customers`: those are moved by hand first.
 */
export async function deleteStage(
  tx: Tx,
  viewer: Viewer,
  given: { pipelineId: number; stageId: number; moveTo?: MoveTo },
  now: Date,
): Answer {
  const { accountId } = viewer
  const { pipelineId, stageId, moveTo } = given
  const { pipeline, stage, kind } = await lockStage(tx, accountId, given)
  if (stage.kind === 'won' || stage.kind === 'lost') throw new AppError('stage.system')
  const ordinary = pipeline.stages.filter((one) => one.kind === 'normal')
  if (stage.kind === 'normal' && ordinary.length === 1) throw new AppError('stage.last')
  if (moveTo?.pipelineId === pipelineId && moveTo.stageId === stageId) throw new AppError('stage.not_found')
  const fallback = ordinary.find(({ id }) => id !== stageId)?.id
  let isMoved = false
  if (kind === 'customer')
    await emptyCustomerStage(tx, accountId, { pipelineId, stageId, fallback: fallback ?? stageId })
  else
    isMoved = await empty(
      tx,
      viewer,
      { pipelineId, stageId },
      { moveTo, fallback: { pipelineId, stageId: fallback }, refusal: 'stage.has_deals' },
      now,
    )
  await sql`delete from stages where account_id = ${accountId} and pipeline_id = ${pipelineId} and id = ${stageId}`.execute(
    tx,
  )
  const subject = { kind: 'stage', id: `${pipelineId}.${stageId}` } as const
  const before = { pipelineId, name: stage.name }
  const after = isMoved ? { movedTo: moveTo } : null
  await emitByHand(tx, viewer, { type: 'stage.deleted', subject, before, after }, now)
  return tellPipelines(tx, accountId)
}

/**
 * Deletes a pipeline that is not the main one; channels that used it go on with the main one. Throws `pipeline.not_found`,
 * `pipeline.main`, `pipeline.has_deals` with their count, `stage.not_found`.
 */
export async function deletePipeline(
  tx: Tx,
  viewer: Viewer,
  { pipelineId, moveTo }: { pipelineId: number; moveTo?: MoveTo },
  now: Date,
): Answer {
  const { accountId } = viewer
  const { pipeline, all } = await lockPipeline(tx, accountId, pipelineId)
  if (pipeline.isMain) throw new AppError('pipeline.main')
  if (moveTo?.pipelineId === pipelineId) throw new AppError('stage.not_found')
  const main = all.find(({ isMain }) => isMain)
  const fallback = { pipelineId: main?.id, stageId: main?.stages.find(({ kind }) => kind === 'normal')?.id }
  const isMoved = await empty(
    tx,
    viewer,
    { pipelineId, stageId: null },
    { moveTo, fallback, refusal: 'pipeline.has_deals' },
    now,
  )
  const freed = await sql`update channels set pipeline_id = null
    where account_id = ${accountId} and pipeline_id = ${pipelineId}`.execute(tx)
  if (freed.numAffectedRows) await change(tx, { accountId, topic: 'channels' })
  await sql`delete from stages where account_id = ${accountId} and pipeline_id = ${pipelineId}`.execute(tx)
  await sql`delete from pipelines where account_id = ${accountId} and id = ${pipelineId}`.execute(tx)
  const subject = { kind: 'pipeline', id: pipelineId } as const
  const before = { name: pipeline.name }
  const after = isMoved ? { movedTo: moveTo } : null
  await emitByHand(tx, viewer, { type: 'pipeline.deleted', subject, before, after }, now)
  return tellPipelines(tx, accountId)
}

type Emptying = { moveTo: MoveTo; fallback: StageWish; refusal: 'stage.has_deals' | 'pipeline.has_deals' }

/** Locks what will be deleted, so that no deal comes in any more, and moves those that stand there. @returns whether there were any. */
async function empty(
  tx: Tx,
  viewer: Viewer,
  from: Leaving,
  { moveTo, fallback, refusal }: Emptying,
  now: Date,
): Promise<boolean> {
  const { accountId } = viewer
  await sql`select from stages where account_id = ${accountId} and pipeline_id = ${from.pipelineId}
    and (${from.stageId}::bigint is null or id = ${from.stageId}) order by id for update`.execute(tx)
  const count = await countLeaving(tx, accountId, from)
  if (count > 0 && !moveTo) throw new AppError(refusal, { count })
  const place = await holdStage(tx, accountId, moveTo ?? fallback, null)
  await moveAllDeals(tx, viewer, from, place, now)
  return count > 0
}
