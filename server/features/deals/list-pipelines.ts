import { sql } from 'kysely'
import type { CardKind } from '#contract/common'
import type { PipelineView } from '#contract/pipelines'
import type { Read } from '#lib/db'
import { stageOrder } from './find-stage.ts'

/** The pipelines of a kind of cards with their stages, in the order people gave them. */
export async function listPipelines(
  db: Read,
  accountId: number,
  kind: CardKind = 'deal',
): Promise<PipelineView[]> {
  const { rows } = await sql<PipelineView>`
    select p.id, p.name, p.is_main as "isMain", coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name,
      'color', s.color, 'kind', s.kind) order by ${stageOrder('s')}) filter (where s.id is not null), '[]') as stages
    from pipelines p
    left join stages s on s.account_id = p.account_id and s.pipeline_id = p.id
    where p.account_id = ${accountId} and p.kind = ${kind}
    group by p.account_id, p.id order by p.position, p.id`.execute(db)
  return rows
}
