import { sql } from 'kysely'
import { mostCounted, type CustomerRow, type CustomerWishes } from '#contract/customers'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { customerConditions } from './customer-conditions.ts'
import { findCustomerPipeline } from './customer-stages.ts'
import { listCustomers } from './list-customers.ts'

type Column = { stageId: number; items: CustomerRow[]; next: string | null; count: number }

/** The first cards of each stage, and how many stand there. */
export async function getCustomerBoard(
  db: Read,
  viewer: Viewer,
  { limit, ...wishes }: CustomerWishes & { limit: number },
): Promise<{ stages: Column[] }> {
  const { stages } = await findCustomerPipeline(db, viewer.accountId)
  const wanted = stages.filter(({ id }) => wishes.stageId?.includes(id) ?? true)
  const counts = await countInStages(db, viewer, wishes)
  const columns = await Promise.all(
    wanted.map(async ({ id }) => ({
      stageId: id,
      ...(await listCustomers(db, viewer, { ...wishes, stageId: [id], limit })),
      count: counts.get(id) ?? 0,
    })),
  )
  return { stages: columns }
}

/** Exact up to `mostCounted`; counting stops one behind it. */
async function countInStages(db: Read, viewer: Viewer, wishes: CustomerWishes): Promise<Map<number, number>> {
  const { rows } = await sql<{ stageId: number; count: number }>`
    select s.id as "stageId", c.count from pipelines p
    join stages s on s.account_id = p.account_id and s.pipeline_id = p.id
    cross join lateral (select count(*)::int as count from (
      select 1 from customers d where ${customerConditions(viewer, wishes, { ofStage: true })}
        and d.pipeline_id = s.pipeline_id and d.stage_id = s.id limit ${mostCounted + 1}) d) c
    where p.account_id = ${viewer.accountId} and p.kind = 'customer'`.execute(db)
  return new Map(rows.map(({ stageId, count }) => [stageId, count]))
}
