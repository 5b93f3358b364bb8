import { sql } from 'kysely'
import type { Read } from '#lib/db'
import type { ClaimedChat } from './claim-chats.ts'

/**
 * Gives a chat back, to be taken again at `dueAt`; null: when it was due before. Nothing of it is being sent now, so a part
 * that was marked but never handed to the messenger waits its turn again. A chat that is no longer ours is left alone.
 */
export async function releaseChat(
  db: Read,
  chat: ClaimedChat,
  nodeId: string,
  dueAt: Date | null,
): Promise<void> {
  await sql`
    with ours as (
      update outbox set node_id = null, claimed_at = null, due_at = coalesce(${dueAt}::timestamptz, due_at)
      where account_id = ${chat.accountId} and chat_id = ${chat.chatId} and node_id = ${nodeId}
        and claimed_at = ${chat.claimedAt}::timestamptz
      returning account_id, chat_id
    ), parts as (
      update message_parts p set state = 'queued' from ours
      where p.account_id = ours.account_id and p.chat_id = ours.chat_id and p.state = 'sending'
      returning p.account_id, p.message_id
    )
    update messages m set state = 'queued' from parts
    where m.account_id = parts.account_id and m.id = parts.message_id and m.state = 'sending'`.execute(db)
}
