import { sql } from 'kysely'
import type { Giving } from '#features/access'
import { reassignConversations } from '#features/conversations'
import type { Read, Tx } from '#lib/db'
import { emit } from '#lib/events'
import { lockDealsWithConversations } from './lock-deal.ts'

/** How many deals somebody answers for, won and lost ones included. */
export async function countDealsOf(db: Read, accountId: number, userId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(deals), 0)::int as count from deal_totals
    where account_id = ${accountId} and responsible_user_id = ${userId}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Gives a portion of somebody's deals away, with their conversations. @returns how many; 0: none is left. */
export async function giveDeals(tx: Tx, giving: Giving): Promise<number> {
  const { accountId, fromUserId, toUserId, now } = giving
  const { rows: found } = await sql<{ id: number }>`
    select id from deals where account_id = ${accountId} and responsible_user_id = ${fromUserId} and deleted_at is null
    order by updated_at desc, id desc limit ${giving.most}`.execute(tx)
  const ids = found.map(({ id }) => id).toSorted((one, other) => one - other)
  if (ids.length === 0) return 0
  const open = await lockDealsWithConversations(tx, accountId, ids)
  // Whatever was given elsewhere before its lock came stays there.
  const { rows } = await sql<{ id: number; contactId: number | null }>`
    update deals set responsible_user_id = ${toUserId}, updated_at = ${now}
    where account_id = ${accountId} and id = any(${ids}::bigint[]) and responsible_user_id = ${fromUserId}
    returning id, main_contact_id as "contactId"`.execute(tx)
  for (const { id, contactId } of rows) {
    const card = { kind: 'deal' as const, id }
    await reassignConversations(tx, accountId, card, open.get(id) ?? [], toUserId)
    await emit(tx, {
      accountId,
      type: 'deal.reassigned',
      actor: { kind: 'user', id: giving.byUserId },
      road: 'hand',
      subject: card,
      contactId,
      card,
      before: { responsibleUserId: fromUserId },
      after: { responsibleUserId: toUserId },
      at: now,
    })
  }
  return ids.length
}
