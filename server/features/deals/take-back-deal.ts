import { sql } from 'kysely'
import type { Road } from '#contract/events'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { emit } from '#lib/events'
import type { TakenBack } from '#lib/taken-back'

/**
 * Deletes a deal that was made at `madeAt`, unless somebody has changed it since, or something hangs on it: a conversation, a
 * task, a note, a word of colleagues.
 */
export async function takeBackDeal(
  tx: Tx,
  viewer: Viewer,
  { id, madeAt }: { id: number; madeAt: Date },
  now: Date,
  road: Road,
): Promise<TakenBack> {
  const { accountId } = viewer
  // Locked before it is asked: a statement that waits asks as things stood before it waited.
  await sql`select from deals where account_id = ${accountId} and id = ${id} for update`.execute(tx)
  const { rows } = await sql<{ isChanged: boolean; isUsed: boolean }>`
    select d.updated_at > ${madeAt} as "isChanged", d.conversations > 0
      or exists (select from tasks t where t.account_id = d.account_id and t.card_kind = 'deal' and t.card_id = d.id)
      or exists (select from notes n where n.account_id = d.account_id and n.entity_kind = 'deal' and n.entity_id = d.id)
      or exists (select from internal_chats i where i.account_id = d.account_id and i.card_kind = 'deal' and i.card_id = d.id)
      or exists (select from participants p where p.account_id = d.account_id and p.card_kind = 'deal' and p.card_id = d.id) as "isUsed"
    from deals d where d.account_id = ${accountId} and d.id = ${id} and d.deleted_at is null`.execute(tx)
  const [found] = rows
  if (!found) return 'gone'
  if (found.isChanged) return 'changed'
  if (found.isUsed) return 'used'
  await sql`update deals set deleted_at = ${now}, updated_at = ${now}
    where account_id = ${accountId} and id = ${id}`.execute(tx)
  await emit(tx, {
    accountId,
    type: 'deal.deleted',
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'deal', id },
    card: { kind: 'deal', id },
    at: now,
  })
  return 'deleted'
}
