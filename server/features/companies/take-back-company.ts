import { sql } from 'kysely'
import type { Road } from '#contract/events'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { emit } from '#lib/events'
import type { TakenBack } from '#lib/taken-back'

/**
 * Deletes a company that was made at `madeAt`, unless somebody has changed it since, or something hangs on it: a contact, a
 * deal, a customer, a note, a task, a company that was merged into it.
 */
export async function takeBackCompany(
  tx: Tx,
  viewer: Viewer,
  { id, madeAt }: { id: number; madeAt: Date },
  now: Date,
  road: Road,
): Promise<TakenBack> {
  const { accountId } = viewer
  // Locked before it is asked: a statement that waits asks as things stood before it waited.
  await sql`select from companies where account_id = ${accountId} and id = ${id} for update`.execute(tx)
  const { rows } = await sql<{ isChanged: boolean; isUsed: boolean }>`
    select b.updated_at > ${madeAt} or b.root_id <> b.id as "isChanged",
      exists (select from companies kin where kin.account_id = b.account_id and kin.root_id = b.id and kin.id <> b.id)
      or exists (select from contacts k where k.account_id = b.account_id and k.company_id = b.id and k.deleted_at is null)
      or exists (select from deals d where d.account_id = b.account_id and d.company_id = b.id and d.deleted_at is null)
      or exists (select from customers c where c.account_id = b.account_id and c.company_id = b.id and c.deleted_at is null)
      or exists (select from tasks t where t.account_id = b.account_id and t.company_id = b.id)
      or exists (select from notes n where n.account_id = b.account_id and n.entity_kind = 'company' and n.entity_id = b.id) as "isUsed"
    from companies b where b.account_id = ${accountId} and b.id = ${id} and b.deleted_at is null`.execute(tx)
  const [found] = rows
  if (!found) return 'gone'
  if (found.isChanged) return 'changed'
  if (found.isUsed) return 'used'
  await sql`update companies set deleted_at = ${now}, updated_at = ${now}
    where account_id = ${accountId} and id = ${id}`.execute(tx)
  await emit(tx, {
    accountId,
    type: 'company.deleted',
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'company', id },
    companyId: id,
    at: now,
  })
  return 'deleted'
}
