import { sql, type RawBuilder } from 'kysely'
import type { Read } from '#lib/db'
import type { ClaimedChat } from './claim-chats.ts'

/** Nothing of a chat is on its way. */
export const notSending: RawBuilder<unknown> = sql`sending_message_id = null, sending_position = null, sending_attempt = null,
  sending_since = null`

/**
 * Gives a chat back, to be taken again at `dueAt`; null: when it was due before. Nothing of it is being sent now: a part
 * that was noted but never handed to the messenger waits its turn again. A chat that is no longer ours is left alone.
 */
export async function releaseChat(
  db: Read,
  chat: ClaimedChat,
  nodeId: string,
  dueAt: Date | null,
): Promise<void> {
  await sql`
    update outbox set node_id = null, claimed_at = null, due_at = coalesce(${dueAt}::timestamptz, due_at), ${notSending}
    where account_id = ${chat.accountId} and chat_id = ${chat.chatId} and node_id = ${nodeId}
      and claimed_at = ${chat.claimedAt}::timestamptz`.execute(db)
}
