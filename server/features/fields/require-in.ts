import { sql } from 'kysely'
import type { FieldView } from '#contract/fields'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'

type Place = { pipelineId: number; stageId: number }

/** In which stages a field has to be filled in; only cards have stages. Throws `stage.not_found`, `request.invalid`. */
export async function requireIn(tx: Tx, accountId: number, field: FieldView, places: Place[]): Promise<void> {
  if (field.kind !== 'deal' && field.kind !== 'customer' && places.length > 0) {
    const message = 'only deals and customers have stages'
    throw new AppError('request.invalid', { fields: [{ path: 'requiredIn', problem: 'no_stages', message }] })
  }
  const pipelines = places.map(({ pipelineId }) => pipelineId)
  const stages = places.map(({ stageId }) => stageId)
  const { rows } = await sql<{ pipelineId: number; stageId: number }>`
    select s.pipeline_id as "pipelineId", s.id as "stageId"
    from (select distinct * from unnest(${pipelines}::bigint[], ${stages}::bigint[]) w(pipeline_id, id)) w
    join pipelines p on p.account_id = ${accountId} and p.id = w.pipeline_id and p.kind = ${field.kind}
    join stages s on s.account_id = p.account_id and s.pipeline_id = p.id and s.id = w.id
    for key share of s`.execute(tx)
  const isKnown = ({ pipelineId, stageId }: Place): boolean =>
    rows.some((row) => row.pipelineId === pipelineId && row.stageId === stageId)
  if (!places.every(isKnown)) throw new AppError('stage.not_found')
  await sql`delete from field_requirements where account_id = ${accountId} and field_id = ${field.id}`.execute(
    tx,
  )
  await sql`insert into field_requirements (account_id, field_id, pipeline_id, stage_id)
    select distinct ${accountId}::bigint, ${field.id}::bigint, w.pipeline_id, w.id
    from unnest(${pipelines}::bigint[], ${stages}::bigint[]) w(pipeline_id, id)`.execute(tx)
}
