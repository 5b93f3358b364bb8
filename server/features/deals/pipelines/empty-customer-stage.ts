import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'

/**
 * Locks a stage of customers that will be deleted, so that nobody comes in any more; deleted customers go to another one
 * silently. Throws `stage.has_customers` with their count.
 */
export async function emptyCustomerStage(
  tx: Tx,
  accountId: number,
  { pipelineId, stageId, fallback }: { pipelineId: number; stageId: number; fallback: number },
): Promise<void> {
  await sql`select from stages where account_id = ${accountId} and pipeline_id = ${pipelineId} and id = ${stageId}
    for update`.execute(tx)
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from customers
    where account_id = ${accountId} and pipeline_id = ${pipelineId} and stage_id = ${stageId} and deleted_at is null`.execute(
    tx,
  )
  const count = rows[0]?.count ?? 0
  if (count > 0) throw new AppError('stage.has_customers', { count })
  await sql`update customers set stage_id = ${fallback}
    where account_id = ${accountId} and pipeline_id = ${pipelineId} and stage_id = ${stageId}`.execute(tx)
}
