import { sql } from 'kysely'
import { mostPipelines, type PipelineView } from '#contract/pipelines'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { insertIncomingStage, insertPipeline } from '../insert-pipeline.ts'
import { lockPipeline, lockPipelines, tellPipelines } from './lock-pipelines.ts'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'

type Answer = Promise<{ items: PipelineView[] }>

/** With the usual stages, in the words of its maker's language. Throws `pipeline.too_many`. */
export async function createPipeline(tx: Tx, { accountId, userId }: Viewer, name: string): Answer {
  const known = await lockPipelines(tx, accountId)
  if (known.length >= mostPipelines) throw new AppError('pipeline.too_many')
  const language = await languageOf(tx, accountId, userId)
  await insertPipeline(tx, { accountId, language, name, position: known.length + 1, isMain: false })
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
export async function changePipeline(tx: Tx, { accountId, userId }: Viewer, given: Change): Answer {
  const { pipelineId, name, beforeId } = given
  const { pipeline, all } = await lockPipeline(tx, accountId, pipelineId)
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
    const ids = all.map(({ id }) => id)
    if (beforeId !== null && !ids.includes(beforeId)) throw new AppError('pipeline.not_found')
    await sql`update pipelines p set position = o.place
      from unnest(${placedBefore(ids, pipelineId, beforeId)}::bigint[]) with ordinality o(id, place)
      where p.account_id = ${accountId} and p.id = o.id`.execute(tx)
  }
  if (given.hasIncoming && !pipeline.stages.some(({ kind }) => kind === 'incoming')) {
    const language = await languageOf(tx, accountId, userId)
    await insertIncomingStage(tx, { accountId, pipelineId, language, position: 0 })
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
