import { sql } from 'kysely'
import type { ChannelRef } from '#channels/channel'
import type { Db } from '#lib/db'

/** The client is writing: colleagues who look at the chat see it; nothing is kept, and of a chat we do not have nothing is told. */
export async function tellTyping(
  deps: { db: Db; onCommit: () => void },
  channel: ChannelRef,
  externalChatId: string,
): Promise<void> {
  await sql`
    insert into changes (account_id, topic, chat_id, patch)
    select account_id, 'typing', id, '{"userId": null}' from chats
    where account_id = ${channel.accountId} and channel_id = ${channel.id} and external_chat_id = ${externalChatId}`.execute(
    deps.db,
  )
  deps.onCommit()
}
