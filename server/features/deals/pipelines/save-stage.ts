import { sql } from 'kysely'
import { mostStages, type PipelineView, type StageView } from '#contract/pipelines'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { differenceOf, placeIn } from '#lib/difference-of'
import { AppError, tooMany } from '#lib/errors'
import { emitByHand } from '#lib/events'
import { lockStage, lockStages, tellPipelines } from './lock-pipelines.ts'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'

type Answer = Promise<{ items: PipelineView[] }>
type New = { pipelineId: number; name: string; color: StageView['color']; beforeId: number | null }

/** An ordinary stage. Throws `pipeline.not_found`, `stage.too_many`. */
export async function createStage(tx: Tx, viewer: Viewer, given: New, now: Date): Answer {
  const { accountId } = viewer
  const { pipelineId, name, color, beforeId } = given
  const { pipeline } = await lockStages(tx, accountId, pipelineId)
  if (pipeline.stages.length >= mostStages) throw tooMany('stage.too_many', mostStages)
  const { id } = await tx
    .insertInto('stages')
    .values({ account_id: accountId, pipeline_id: pipelineId, name, color, kind: 'normal', position: 0 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await place(tx, accountId, pipeline, id, beforeId)
  const subject = { kind: 'stage', id: `${pipelineId}.${id}` } as const
  await emitByHand(tx, viewer, { type: 'stage.created', subject, after: { pipelineId, name, color } }, now)
  return tellPipelines(tx, accountId)
}

type Change = {
  pipelineId: number
  stageId: number
  name?: string | undefined
  seenName?: string | undefined
  color?: StageView['color'] | undefined
  beforeId?: number | null | undefined
}

/** Throws `pipeline.not_found`, `stage.not_found`, `stage.system`, `settings.changed_meanwhile`. */
export async function changeStage(tx: Tx, viewer: Viewer, given: Change, now: Date): Answer {
  const { accountId } = viewer
  const { pipelineId, stageId, name, color, beforeId } = given
  const { pipeline, stage } = await lockStage(tx, accountId, given)
  const write = tx
    .updateTable('stages')
    .where('account_id', '=', accountId)
    .where('pipeline_id', '=', pipelineId)
    .where('id', '=', stageId)
  if (name !== undefined) {
    requireSeen('settings.changed_meanwhile', { name: stage.name }, { name }, { name: given.seenName })
    await write.set({ name }).execute()
  }
  if (color !== undefined) await write.set({ color }).execute()
  const ordinary = ordinaryOf(pipeline)
  let order = ordinary
  if (beforeId !== undefined) {
    if (stage.kind !== 'normal') throw new AppError('stage.system')
    order = await place(tx, accountId, pipeline, stageId, beforeId)
  }
  const difference = differenceOf(
    { name: stage.name, color: stage.color, place: placeIn(ordinary, stageId) },
    { name, color, place: placeIn(order, stageId) },
  )
  if (difference) {
    const subject = { kind: 'stage', id: `${pipelineId}.${stageId}` } as const
    await emitByHand(tx, viewer, { type: 'stage.changed', subject, ...difference }, now)
  }
  return tellPipelines(tx, accountId)
}

const ordinaryOf = ({ stages }: PipelineView): number[] =>
  stages.filter(({ kind }) => kind === 'normal').map(({ id }) => id)

/**
 * Puts an ordinary stage before another ordinary one; before a system stage of the end, or null: after all of them.
 * @returns the order of the ordinary ones.
 */
async function place(
  tx: Tx,
  accountId: number,
  pipeline: PipelineView,
  stageId: number,
  beforeId: number | null,
): Promise<number[]> {
  const before = pipeline.stages.find(({ id }) => id === beforeId)
  if (beforeId !== null && !before) throw new AppError('stage.not_found')
  if (before?.kind === 'incoming') throw new AppError('stage.system')
  const order = placedBefore(ordinaryOf(pipeline), stageId, before?.kind === 'normal' ? before.id : null)
  await sql`update stages s set position = o.place
    from unnest(${order}::bigint[]) with ordinality o(id, place)
    where s.account_id = ${accountId} and s.pipeline_id = ${pipeline.id} and s.id = o.id`.execute(tx)
  return order
}
