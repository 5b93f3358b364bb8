import { sql } from 'kysely'
import type { Tx } from '#lib/db'

/** Locks the chats of a deal's conversations, before anything else of them: so no message lands while they are closed or moved. */
export async function lockChatsOfDeal(tx: Tx, accountId: number, dealId: number): Promise<void> {
  await sql`select from chats where account_id = ${accountId} and id in (select v.chat_id from conversations v
      where v.account_id = ${accountId} and v.card_kind = 'deal' and v.card_id = ${dealId})
    order by id for no key update`.execute(tx)
}
