import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { change } from '#lib/events'

export type ClientReactions = {
  chatId: string
  /** The messenger's id of the message. */
  externalId: string
  contactId: number
  /** All of them as they are now. */
  emoji: string[]
  at: Date
}

/** The client's reactions to a message as the messenger tells them; to a message we do not have they mean nothing. */
export async function setClientReactions(
  tx: Tx,
  accountId: number,
  reactions: ClientReactions,
): Promise<void> {
  const { chatId, externalId, contactId, emoji, at } = reactions
  const { rows } = await sql<{ messageId: string; number: number | null }>`
    with m as materialized (
      select m.id, m.number from message_parts p join messages m on m.account_id = p.account_id and m.id = p.message_id
      where p.account_id = ${accountId} and p.chat_id = ${chatId} and p.external_id = ${externalId}
    ), gone as (
      delete from reactions r using m where r.account_id = ${accountId} and r.message_id = m.id and r.side = 'client'
        and r.emoji <> all(${emoji}::text[])
    ), come as (
      insert into reactions (account_id, message_id, side, emoji, actor_id, at)
      select ${accountId}, m.id, 'client', e, ${contactId}, ${at} from m, unnest(${emoji}::text[]) e
      on conflict do nothing
    )
    select id as "messageId", number from m`.execute(tx)
  for (const { messageId, number } of rows) {
    await change(tx, { accountId, topic: 'message.changed', number, chatId, messageId })
  }
}
