import { sql, type RawBuilder } from 'kysely'
import type { Read, Tx } from '#lib/db'
import type { ConversationState } from './conversation-state.ts'

/** The columns of a conversation's state, for a table alias. */
export function stateColumns(alias: string): RawBuilder<ConversationState> {
  const row = sql.ref(alias)
  return sql<ConversationState>`${row}.account_id as "accountId", ${row}.number, ${row}.chat_id as "chatId",
    ${row}.channel_id as "channelId", ${row}.contact_id as "contactId",
    case when ${row}.card_id is null then null
      else jsonb_build_object('kind', ${row}.card_kind, 'id', ${row}.card_id) end as card,
    ${row}.opened_at as "openedAt", ${row}.status, ${row}.closed_at as "closedAt", ${row}.read_at as "readAt", ${row}.unread,
    ${row}.waiting_since as "waitingSince", ${row}.due_at as "dueAt", ${row}.limit_minutes as "limitMinutes",
    ${row}.missed_at as "missedAt", ${row}.first_answer_at as "firstAnswerAt", ${row}.last_message_id as "lastMessageId",
    ${row}.last_message_at as "lastMessageAt", ${row}.last_incoming_id as "lastIncomingId", ${row}.last_answer_id as "lastAnswerId",
    ${row}.responsible_user_id as "responsibleUserId", ${row}.contact_responsible_user_id as "contactResponsibleUserId"`
}

/** A chat under its lock. Everything that happens in a chat is ordered by this lock. */
export type LockedChat = {
  id: string
  channelId: number
  externalChatId: string
  contactId: number
  openNumber: number | null
  blockedAt: Date | null
}

export async function lockChat(tx: Tx, accountId: number, chatId: string): Promise<LockedChat | null> {
  const { rows } = await sql<LockedChat>`
    select id, channel_id as "channelId", external_chat_id as "externalChatId", contact_id as "contactId",
      open_number as "openNumber", blocked_at as "blockedAt"
    from chats where account_id = ${accountId} and id = ${chatId} for no key update`.execute(tx)
  return rows[0] ?? null
}

/** Locks the chat of a conversation, then the conversation. Null when there is no such number. */
export async function lockConversation(
  tx: Tx,
  accountId: number,
  number: number,
): Promise<ConversationState | null> {
  await sql`
    select from chats where account_id = ${accountId}
      and id = (select chat_id from conversations where account_id = ${accountId} and number = ${number})
    for no key update`.execute(tx)
  const { rows } = await sql<ConversationState>`
    select ${stateColumns('v')} from conversations v
    where account_id = ${accountId} and number = ${number} for no key update`.execute(tx)
  return rows[0] ?? null
}

/** The conversation of a number as it stands, without a lock. */
export async function readConversation(
  db: Read,
  accountId: number,
  number: number,
): Promise<ConversationState | null> {
  const { rows } = await sql<ConversationState>`
    select ${stateColumns('v')} from conversations v where account_id = ${accountId} and number = ${number}`.execute(
    db,
  )
  return rows[0] ?? null
}
