import { sql } from 'kysely'
import type { Doors } from './doors.ts'

type Pending = { messageId: string; position: number; channelId: number }

/** Fetches the files that clients sent now instead of by the queue: the messenger of this world is about to end. */
export async function fetchFiles({ database: { db }, jobs }: Doors, accountId: number): Promise<void> {
  const fetch = jobs.map((some) => some['fetch-attachment']).find(Boolean)
  const { rows } = await sql<Pending>`
    select t.message_id as "messageId", t.position, c.channel_id as "channelId" from attachments t
    join messages m on m.account_id = t.account_id and m.id = t.message_id
    join chats c on c.account_id = m.account_id and c.id = m.chat_id
    where t.account_id = ${accountId} and t.state = 'pending'`.execute(db)
  for (const pending of rows) {
    await fetch?.({ accountId, ...pending })
    await sql`select graphile_worker.remove_job(${`fetch:${pending.messageId}:${pending.position}`})`.execute(
      db,
    )
  }
}
