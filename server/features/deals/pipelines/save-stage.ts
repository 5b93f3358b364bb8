import { sql } from 'kysely'
import { mostStages, type PipelineView, type StageView } from '#contract/pipelines'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { lockStage, lockStages, tellPipelines } from './lock-pipelines.ts'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'

type Answer = Promise<{ items: PipelineView[] }>
type New = { pipelineId: number; name: string; color: StageView['color']; beforeId: number | null }

/** An ordinary stage. Throws `pipeline.not_found`, `stage.too_many`. */
export async function createStage(tx: Tx, { accountId }: Viewer, given: New): Answer {
  const { pipelineId, name, color, beforeId } = given
  const { pipeline } = await lockStages(tx, accountId, pipelineId)
  if (pipeline.stages.length >= mostStages) throw new AppError('stage.too_many')
  const { id } = await tx
    .insertInto('stages')
    .values({ account_id: accountId, pipeline_id: pipelineId, name, color, kind: 'normal', position: 0 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await place(tx, accountId, pipeline, id, beforeId)
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
export async function changeStage(tx: Tx, { accountId }: Viewer, given: Change): Answer {
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
  if (beforeId !== undefined) {
    if (stage.kind !== 'normal') throw new AppError('stage.system')
    await place(tx, accountId, pipeline, stageId, beforeId)
  }
  return tellPipelines(tx, accountId)
}

/** Puts an ordinary stage before another ordinary one; before a system stage of the end, or null: after all of them. */
async function place(
  tx: Tx,
  accountId: number,
  pipeline: PipelineView,
  stageId: number,
  beforeId: number | null,
): Promise<void> {
  const before = pipeline.stages.find(({ id }) => id === beforeId)
  if (beforeId !== null && !before) throw new AppError('stage.not_found')
  if (before?.kind === 'incoming') throw new AppError('stage.system')
  const ordinary = pipeline.stages.filter(({ kind }) => kind === 'normal').map(({ id }) => id)
  const order = placedBefore(ordinary, stageId, before?.kind === 'normal' ? before.id : null)
  await sql`update stages s set position = o.place
    from unnest(${order}::bigint[]) with ordinality o(id, place)
    where s.account_id = ${accountId} and s.pipeline_id = ${pipeline.id} and s.id = o.id`.execute(tx)
}
