import { sql } from 'kysely'
import { lockOpenOf, type ConversationState } from '#features/conversations'
import type { Tx } from '#lib/db'

/** Locks a deal to change what stands on it alone. */
export async function lockDeal(tx: Tx, accountId: number, dealId: number): Promise<void> {
  await lockDeals(tx, accountId, [dealId])
}

/** Locks a deal with its contacts and open conversations. @returns the open conversations. */
export async function lockDealWithConversations(
  tx: Tx,
  accountId: number,
  dealId: number,
): Promise<ConversationState[]> {
  const open = await lockDealsWithConversations(tx, accountId, [dealId])
  return open.get(dealId) ?? []
}

/**
 * Locks deals with their contacts and open conversations, in the order of all locks: contacts → conversations → cards. While
 * its contacts are locked no conversation can open on a deal. @returns the open conversations of each.
 */
export async function lockDealsWithConversations(
  tx: Tx,
  accountId: number,
  dealIds: readonly number[],
): Promise<Map<number, ConversationState[]>> {
  await lockContactsOfDeals(tx, accountId, dealIds)
  const open = new Map<number, ConversationState[]>()
  for (const id of dealIds) open.set(id, await lockOpenOf(tx, accountId, { kind: 'deal', id }))
  await lockDeals(tx, accountId, dealIds)
  return open
}

/** Locks the contacts of deals, in the order of their ids. */
export async function lockContactsOfDeals(
  tx: Tx,
  accountId: number,
  dealIds: readonly number[],
): Promise<void> {
  await sql`
    select k.id from contacts k where k.account_id = ${accountId} and k.id in (
      select own.root_id from card_contacts cc
      join contacts own on own.account_id = cc.account_id and own.id = cc.contact_id
      where cc.account_id = ${accountId} and cc.card_kind = 'deal' and cc.card_id = any(${dealIds}::bigint[]))
    order by k.id for no key update`.execute(tx)
}

/** Locks deals in the order of their ids. */
export async function lockDeals(tx: Tx, accountId: number, dealIds: readonly number[]): Promise<void> {
  await sql`select from deals where account_id = ${accountId} and id = any(${dealIds}::bigint[])
    order by id for no key update`.execute(tx)
}
