import { sql } from 'kysely'
import type { Read } from '#lib/db'

/** A message as its messenger knows it. */
export type LeftMessage = {
  chatId: string
  channelId: number
  externalChatId: string
  number: number | null
  contactId: number
  cardKind: 'deal' | 'customer' | null
  cardId: number | null
  body: string
  parts: { position: number; externalId: string; text: string; hasFiles: boolean }[]
}

/** What of a message is in the messenger, in order; null when nothing is. */
export async function findLeft(db: Read, accountId: number, messageId: string): Promise<LeftMessage | null> {
  const { rows } = await sql<LeftMessage>`
    select m.chat_id as "chatId", c.channel_id as "channelId", c.external_chat_id as "externalChatId", m.number, m.body,
      c.contact_id as "contactId", v.card_kind as "cardKind", v.card_id as "cardId",
      jsonb_agg(jsonb_build_object('position', p.position, 'externalId', p.external_id, 'text', coalesce(p.sent_text, ''),
        'hasFiles', cardinality(p.files) > 0) order by p.position) as parts
    from messages m
    join chats c on c.account_id = m.account_id and c.id = m.chat_id
    join message_parts p on p.account_id = m.account_id and p.message_id = m.id and p.external_id is not null
    left join conversations v on v.account_id = m.account_id and v.number = m.number
    where m.account_id = ${accountId} and m.id = ${messageId}
    group by 1, 2, 3, 4, 5, 6, 7, 8`.execute(db)
  return rows[0] ?? null
}
