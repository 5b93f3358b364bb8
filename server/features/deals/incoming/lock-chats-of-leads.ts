import { sql } from 'kysely'
import type { Tx } from '#lib/db'

/**
 * Locks the chats of those of these deals that are incoming leads, before anything else of them: so no message lands while
 * their conversations are closed or moved.
 */
export async function lockChatsOfLeads(tx: Tx, accountId: number, dealIds: readonly number[]): Promise<void> {
  await sql`select from chats where account_id = ${accountId} and id in (select v.chat_id from deals d
      join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id and s.kind = 'incoming'
      join conversations v on v.account_id = d.account_id and v.card_kind = 'deal' and v.card_id = d.id
      where d.account_id = ${accountId} and d.id = any(${dealIds}::bigint[]))
    order by id for no key update`.execute(tx)
}
