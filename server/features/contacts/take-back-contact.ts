import { sql } from 'kysely'
import type { Road } from '#contract/events'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { emit } from '#lib/events'
import type { TakenBack } from '#lib/taken-back'

/**
 * Deletes a contact that was made at `madeAt`, unless somebody has changed it since, or something hangs on it: a chat, a card,
 * a task, a note, a contact that was merged into it.
 */
export async function takeBackContact(
  tx: Tx,
  viewer: Viewer,
  { id, madeAt }: { id: number; madeAt: Date },
  now: Date,
  road: Road,
): Promise<TakenBack> {
  const { accountId } = viewer
  // Locked before it is asked: a statement that waits asks as things stood before it waited.
  await sql`select from contacts where account_id = ${accountId} and id = ${id} for update`.execute(tx)
  const { rows } = await sql<{ isChanged: boolean; isUsed: boolean }>`
    select k.updated_at > ${madeAt} or k.root_id <> k.id or k.blocked_at is not null as "isChanged",
      exists (select from contacts kin where kin.account_id = k.account_id and kin.root_id = k.id and kin.id <> k.id)
      or exists (select from chats c where c.account_id = k.account_id and c.contact_id = k.id)
      or exists (select from contact_identities i where i.account_id = k.account_id and i.contact_id = k.id)
      or exists (select from tasks t where t.account_id = k.account_id and t.contact_id = k.id)
      or exists (select from notes n where n.account_id = k.account_id and n.entity_kind = 'contact' and n.entity_id = k.id)
      or exists (select from card_contacts cc join cards d on d.account_id = cc.account_id and d.kind = cc.card_kind and d.id = cc.card_id
        where cc.account_id = k.account_id and cc.contact_id = k.id and d.deleted_at is null) as "isUsed"
    from contacts k where k.account_id = ${accountId} and k.id = ${id} and k.deleted_at is null`.execute(tx)
  const [found] = rows
  if (!found) return 'gone'
  if (found.isChanged) return 'changed'
  if (found.isUsed) return 'used'
  await sql`update contacts set deleted_at = ${now}, updated_at = ${now}
    where account_id = ${accountId} and id = ${id}`.execute(tx)
  await emit(tx, {
    accountId,
    type: 'contact.deleted',
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'contact', id },
    contactId: id,
    at: now,
  })
  return 'deleted'
}
