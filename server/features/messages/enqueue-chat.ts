import { sql } from 'kysely'
import type { Tx } from '#lib/db'

/**
 * Says that a chat has something to send. The row stays locked until the commit, so that the node that finds the chat empty
 * cannot forget it meanwhile; a wait the messenger asked for stays.
 */
export async function enqueueChat(
  tx: Tx,
  chat: { accountId: number; chatId: string; channelId: number; at: Date },
): Promise<void> {
  await sql`insert into outbox (account_id, chat_id, channel_id, due_at)
    values (${chat.accountId}, ${chat.chatId}, ${chat.channelId}, ${chat.at})
    on conflict (account_id, chat_id) do update set channel_id = excluded.channel_id`.execute(tx)
}
