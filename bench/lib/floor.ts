import { randomUUID } from 'node:crypto'
import type { Database } from '../../server/lib/db.ts'

export type FloorChat = { chatId: string; number: number; contactId: number }

/**
 * The floor everything is measured against: message, conversation, event, one transaction per message, nothing else; five
 * round trips through a pool like the product's, prepared, on the product's own tables.
 */
export async function bareMessage(database: Database, accountId: number, chat: FloorChat): Promise<void> {
  const client = await database.pool.connect()
  const messageId = randomUUID()
  const now = new Date()
  try {
    await client.query({ name: 'bare-begin', text: 'begin' })
    await client.query({
      name: 'bare-message',
      text: `insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, actor_id, body, placed_at, received_at)
        values ($1, $2, $3, $4, 'in', 'text', 'client', $5, $6, $7, $7)`,
      values: [
        accountId,
        messageId,
        chat.chatId,
        chat.number,
        chat.contactId,
        'Добрый день, подскажите по доставке',
        now,
      ],
    })
    await client.query({
      name: 'bare-conversation',
      text: `update conversations set last_message_id = $3, last_message_at = $4, unread = unread + 1
        where account_id = $1 and number = $2`,
      values: [accountId, chat.number, messageId, now],
    })
    await client.query({
      name: 'bare-event',
      text: `insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, message_id)
        values ($1, $2, $3, 'message.received', 'client', $4, 'messenger', 'conversation', $5, $6, $7)`,
      values: [accountId, now, randomUUID(), chat.contactId, String(chat.number), chat.number, messageId],
    })
    await client.query({ name: 'bare-commit', text: 'commit' })
  } finally {
    client.release()
  }
}

/** Open conversations of the account, to hang bare messages on. */
export async function floorChats(database: Database, accountId: number, most: number): Promise<FloorChat[]> {
  const { rows } = await database.pool.query<FloorChat>(
    `select chat_id as "chatId", number, contact_id as "contactId" from conversations
      where account_id = $1 and closed_at is null order by number limit $2`,
    [accountId, most],
  )
  return rows
}
