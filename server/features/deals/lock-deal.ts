import { sql } from 'kysely'
import { lockOpenOf, type ConversationState } from '#features/conversations'
import type { Tx } from '#lib/db'

/** Locks a deal to change what stands on it alone. */
export async function lockDeal(tx: Tx, accountId: number, dealId: number): Promise<void> {
  await sql`select from deals where account_id = ${accountId} and id = ${dealId} for no key update`.execute(
    tx,
  )
}

/**
 * Locks a deal with its contacts and open conversations, in the order of all locks: contact → conversation → card. While
 * its contacts are locked no conversation can open on the deal. @returns the open conversations.
 */
export async function lockDealWithConversations(
  tx: Tx,
  accountId: number,
  dealId: number,
): Promise<ConversationState[]> {
  await sql`
    select k.id from contacts k where k.account_id = ${accountId} and k.id in (
      select own.root_id from card_contacts cc
      join contacts own on own.account_id = cc.account_id and own.id = cc.contact_id
      where cc.account_id = ${accountId} and cc.card_kind = 'deal' and cc.card_id = ${dealId})
    order by k.id for no key update`.execute(tx)
  const open = await lockOpenOf(tx, accountId, { kind: 'deal', id: dealId })
  await lockDeal(tx, accountId, dealId)
  return open
}
