import { sql } from 'kysely'
import type { Read } from '#lib/db'
import type { ClaimedChat } from './claim-chats.ts'

/** Gives a chat back, to be taken again at `dueAt`. */
export async function releaseChat(db: Read, chat: ClaimedChat, dueAt: Date): Promise<void> {
  await sql`update outbox set node_id = null, claimed_at = null, due_at = ${dueAt}
    where account_id = ${chat.accountId} and chat_id = ${chat.chatId}`.execute(db)
}
