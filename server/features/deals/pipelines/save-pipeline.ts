import { sql } from 'kysely'
import { mostPipelines, type PipelineView } from '#contract/pipelines'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { differenceOf, placeIn } from '#lib/difference-of'
import { AppError, tooMany } from '#lib/errors'
import { emitByHand } from '#lib/events'
import { insertIncomingStage, insertPipeline } from '../insert-pipeline.ts'
import { lockPipeline, lockPipelines, tellPipelines } from './lock-pipelines.ts'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'

type Answer = Promise<{ items: PipelineView[] }>

/** With the usual stages, in the words of its maker's language. Throws `pipeline.too_many`. */
export async function createPipeline(tx: Tx, viewer: Viewer, name: string, now: Date): Answer {
  const { accountId, userId } = viewer
  const known = await lockPipelines(tx, accountId)
  if (known.length >= mostPipelines) throw tooMany('pipeline.too_many', mostPipelines)
  const language = await languageOf(tx, accountId, userId)
  const id = await insertPipeline(tx, {
    accountId,
    language,
    name,
    position: known.length + 1,
    isMain: false,
  })
  const subject = { kind: 'pipeline', id } as const
  await emitByHand(tx, viewer, { type: 'pipeline.created', subject, after: { name } }, now)
  return tellPipelines(tx, accountId)
}

type Change = {
  pipelineId: number
  name?: string | undefined
  seenName?: string | undefined
  isMain?: true | undefined
  beforeId?: number | null | undefined
  hasIncoming?: true | undefined
}

/** Each wish by itself, so that two people who change different things lose nothing. Throws `pipeline.not_found`, `settings.changed_meanwhile`. */
export async function changePipeline(tx: Tx, viewer: Viewer, given: Change, now: Date): Answer {
  const { accountId, userId } = viewer
  const { pipelineId, name, beforeId } = given
  const { pipeline, all } = await lockPipeline(tx, accountId, pipelineId)
  const ids = all.map(({ id }) => id)
  const order = beforeId === undefined ? ids : placedBefore(ids, pipelineId, beforeId)
  if (name !== undefined) {
    requireSeen('settings.changed_meanwhile', { name: pipeline.name }, { name }, { name: given.seenName })
    await sql`update pipelines set name = ${name} where account_id = ${accountId} and id = ${pipelineId}`.execute(
      tx,
    )
  }
  if (given.isMain && !pipeline.isMain) {
    await sql`update pipelines set is_main = false where account_id = ${accountId} and kind = 'deal' and is_main`.execute(
      tx,
    )
    await sql`update pipelines set is_main = true where account_id = ${accountId} and id = ${pipelineId}`.execute(
      tx,
    )
  }
  if (beforeId !== undefined) {
    if (beforeId !== null && !ids.includes(beforeId)) throw new AppError('pipeline.not_found')
    await sql`update pipelines p set position = o.place
      from unnest(${order}::bigint[]) with ordinality o(id, place)
      where p.account_id = ${accountId} and p.id = o.id`.execute(tx)
  }
  if (given.hasIncoming && !pipeline.stages.some(({ kind }) => kind === 'incoming')) {
    const language = await languageOf(tx, accountId, userId)
    const incoming = await insertIncomingStage(tx, { accountId, pipelineId, language, position: 0 })
    const subject = { kind: 'stage', id: `${pipelineId}.${incoming.id}` } as const
    const after = { pipelineId, name: incoming.name }
    await emitByHand(tx, viewer, { type: 'stage.created', subject, after }, now)
  }
  const difference = differenceOf(
    { name: pipeline.name, isMain: pipeline.isMain, place: placeIn(ids, pipelineId) },
    { name, isMain: given.isMain, place: placeIn(order, pipelineId) },
  )
  if (difference) {
    const subject = { kind: 'pipeline', id: pipelineId } as const
    await emitByHand(tx, viewer, { type: 'pipeline.changed', subject, ...difference }, now)
  }
  return tellPipelines(tx, accountId)
}

async function languageOf(tx: Tx, accountId: number, userId: number): Promise<'ru' | 'en'> {
  const { language } = await tx
    .selectFrom('users')
    .select('language')
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return language === 'en' ? 'en' : 'ru'
}
