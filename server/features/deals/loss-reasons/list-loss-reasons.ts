import { sql } from 'kysely'
import type { LossReasonView } from '#contract/pipelines'
import type { Read } from '#lib/db'

/** Why deals are lost, in the order people gave them; those no longer offered stand at the end. */
export async function listLossReasons(db: Read, accountId: number): Promise<LossReasonView[]> {
  const { rows } = await sql<LossReasonView>`
    select id, name, removed_at is not null as "isRemoved" from loss_reasons where account_id = ${accountId}
    order by removed_at is not null, position, id`.execute(db)
  return rows
}
