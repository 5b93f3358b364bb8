import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import type { ConversationState } from './conversation-state.ts'
import { stateColumns } from './lock-conversation.ts'

/**
 * Locks many conversations to change what is said of each: their chats, themselves, their cards, each in the order of all locks.
 * @returns them in the order in which their counters are to be moved.
 */
export async function lockConversations(
  tx: Tx,
  accountId: number,
  numbers: readonly number[],
): Promise<ConversationState[]> {
  await sql`select from chats where account_id = ${accountId} and id in (
      select chat_id from conversations where account_id = ${accountId} and number = any(${numbers}::bigint[]))
    order by id for no key update`.execute(tx)
  await sql`select from conversations where account_id = ${accountId} and number = any(${numbers}::bigint[])
    order by number for no key update`.execute(tx)
  for (const [kind, table] of [
    ['customer', 'customers'],
    ['deal', 'deals'],
  ] as const) {
    await sql`select from ${sql.table(table)} d where d.account_id = ${accountId} and d.id in (
        select card_id from conversations where account_id = ${accountId} and number = any(${numbers}::bigint[]) and card_kind = ${kind})
      order by d.id for no key update`.execute(tx)
  }
  const { rows } = await sql<ConversationState>`
    select ${stateColumns('v')} from conversations v where account_id = ${accountId} and number = any(${numbers}::bigint[])
    order by coalesce(card_kind, ''), coalesce(responsible_user_id, 0), coalesce(contact_responsible_user_id, 0), number`.execute(
    tx,
  )
  return rows
}
