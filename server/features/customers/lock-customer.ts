import { sql } from 'kysely'
import { lockOpenOf, type ConversationState } from '#features/conversations'
import type { Tx } from '#lib/db'

/** Locks a customer to change what stands on it alone. */
export async function lockCustomer(tx: Tx, accountId: number, customerId: number): Promise<void> {
  await lockCustomers(tx, accountId, [customerId])
}

/** Locks customers in the order of their ids. */
export async function lockCustomers(
  tx: Tx,
  accountId: number,
  customerIds: readonly number[],
): Promise<void> {
  await sql`select from customers where account_id = ${accountId} and id = any(${customerIds}::bigint[])
    order by id for no key update`.execute(tx)
}

/** Locks a customer with its contacts and open conversations. @returns the open conversations. */
export async function lockCustomerWithConversations(
  tx: Tx,
  accountId: number,
  customerId: number,
): Promise<ConversationState[]> {
  const open = await lockCustomersWithConversations(tx, accountId, [customerId])
  return open.get(customerId) ?? []
}

/**
 * Locks customers with their contacts and open conversations, in the order of all locks: contacts → conversations → cards.
 * While its contacts are locked no conversation can open on a customer. @returns the open conversations of each.
 */
export async function lockCustomersWithConversations(
  tx: Tx,
  accountId: number,
  customerIds: readonly number[],
): Promise<Map<number, ConversationState[]>> {
  await sql`
    select k.id from contacts k where k.account_id = ${accountId} and k.id in (
      select own.root_id from card_contacts cc
      join contacts own on own.account_id = cc.account_id and own.id = cc.contact_id
      where cc.account_id = ${accountId} and cc.card_kind = 'customer' and cc.card_id = any(${customerIds}::bigint[]))
    order by k.id for no key update`.execute(tx)
  const open = new Map<number, ConversationState[]>()
  for (const id of customerIds) open.set(id, await lockOpenOf(tx, accountId, { kind: 'customer', id }))
  await lockCustomers(tx, accountId, customerIds)
  return open
}
