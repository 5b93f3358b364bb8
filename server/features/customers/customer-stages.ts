import { sql } from 'kysely'
import type { Language } from '#contract/common'
import type { StageView } from '#contract/pipelines'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'

export type CustomerPipeline = { pipelineId: number; name: string; stages: StageView[] }

/** The pipeline of an account's customers; each account has one. */
export async function findCustomerPipeline(db: Read, accountId: number): Promise<CustomerPipeline> {
  const { rows } = await sql<CustomerPipeline>`
    select p.id as "pipelineId", p.name, coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'color', s.color,
      'kind', s.kind) order by s.position, s.id) filter (where s.id is not null), '[]') as stages
    from pipelines p left join stages s on s.account_id = p.account_id and s.pipeline_id = p.id
    where p.account_id = ${accountId} and p.kind = 'customer' and p.is_main group by p.account_id, p.id`.execute(
    db,
  )
  const [found] = rows
  if (!found) throw new Error('An account without a pipeline of customers')
  return found
}

/** The stage asked for, or the first one; until the transaction ends nobody deletes it. Throws `stage.not_found`. */
export async function holdCustomerStage(
  tx: Tx,
  accountId: number,
  stageId: number | undefined,
): Promise<{ pipelineId: number; stageId: number }> {
  const { rows } = await sql<{ pipelineId: number; stageId: number }>`
    select s.pipeline_id as "pipelineId", s.id as "stageId" from stages s
    where s.account_id = ${accountId} and s.pipeline_id = (
        select p.id from pipelines p where p.account_id = ${accountId} and p.kind = 'customer' and p.is_main)
      and (${stageId ?? null}::bigint is null or s.id = ${stageId ?? null}::bigint)
    order by s.position, s.id limit 1 for key share`.execute(tx)
  const [stage] = rows
  if (!stage) throw new AppError('stage.not_found')
  return stage
}

const pipelineName: Record<Language, string> = { ru: 'Покупатели', en: 'Customers' }
const stages: (Record<Language, string> & Pick<StageView, 'color'>)[] = [
  { ru: 'Новый', en: 'New', color: 'blue' },
  { ru: 'Покупает', en: 'Buys', color: 'teal' },
  { ru: 'Постоянный', en: 'Regular', color: 'violet' },
  { ru: 'Давно не покупал', en: 'Has not bought for long', color: 'amber' },
]

/** What every new account starts with. */
export async function createCustomerPipeline(
  tx: Tx,
  { id: accountId, language }: { id: number; language: Language },
): Promise<void> {
  const { id: pipelineId } = await tx
    .insertInto('pipelines')
    .values({
      account_id: accountId,
      kind: 'customer',
      name: pipelineName[language],
      position: 1,
      is_main: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [position, stage] of stages.entries()) {
    await tx
      .insertInto('stages')
      .values({
        account_id: accountId,
        pipeline_id: pipelineId,
        name: stage[language],
        color: stage.color,
        kind: 'normal',
        position,
      })
      .execute()
  }
}
