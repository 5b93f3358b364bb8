import { sql } from 'kysely'
import type { Giving } from '#features/access'
import { lockOpenOf, reassignConversations, type ConversationState } from '#features/conversations'
import type { Read, Tx } from '#lib/db'
import { emit } from '#lib/events'

export async function countCustomersOf(db: Read, accountId: number, userId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from customers
    where account_id = ${accountId} and responsible_user_id = ${userId} and deleted_at is null`.execute(db)
  return rows[0]?.count ?? 0
}

/** Gives a portion of somebody's customers away, with their conversations. @returns how many; 0: none is left. */
export async function giveCustomers(tx: Tx, giving: Giving): Promise<number> {
  const { accountId, fromUserId, toUserId, now } = giving
  const { rows: found } = await sql<{ id: number }>`
    select id from customers where account_id = ${accountId} and responsible_user_id = ${fromUserId} and deleted_at is null
    order by updated_at desc, id desc limit ${giving.most}`.execute(tx)
  const ids = found.map(({ id }) => id).toSorted((one, other) => one - other)
  if (ids.length === 0) return 0
  const open = await lockAll(tx, accountId, ids)
  // Whoever was given elsewhere before its lock came stays there.
  const { rows } = await sql<{ id: number; contactId: number | null }>`
    update customers set responsible_user_id = ${toUserId}, updated_at = ${now}
    where account_id = ${accountId} and id = any(${ids}::bigint[]) and responsible_user_id = ${fromUserId}
    returning id, main_contact_id as "contactId"`.execute(tx)
  for (const { id, contactId } of rows) {
    const card = { kind: 'customer' as const, id }
    await reassignConversations(tx, accountId, card, open.get(id) ?? [], toUserId)
    await emit(tx, {
      accountId,
      type: 'customer.reassigned',
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

/** In the order of all locks: contacts → conversations → cards. @returns the open conversations of each. */
async function lockAll(tx: Tx, accountId: number, ids: number[]): Promise<Map<number, ConversationState[]>> {
  await sql`
    select k.id from contacts k where k.account_id = ${accountId} and k.id in (
      select own.root_id from card_contacts cc
      join contacts own on own.account_id = cc.account_id and own.id = cc.contact_id
      where cc.account_id = ${accountId} and cc.card_kind = 'customer' and cc.card_id = any(${ids}::bigint[]))
    order by k.id for no key update`.execute(tx)
  const open = new Map<number, ConversationState[]>()
  for (const id of ids) open.set(id, await lockOpenOf(tx, accountId, { kind: 'customer', id }))
  await sql`select from customers where account_id = ${accountId} and id = any(${ids}::bigint[])
    order by id for no key update`.execute(tx)
  return open
}
