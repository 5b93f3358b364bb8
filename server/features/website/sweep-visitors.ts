import { sql } from 'kysely'
import type { Db } from '#lib/db'

const keptDays = 30

/** Forgets visitors who never wrote and have not been here for long; one who comes back is a new one. */
export async function sweepVisitors(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 24 * 60 * 60_000)
  await sql`
    delete from visitor_tokens v where v.account_id in (select id from accounts) and v.seen_at < ${before} and not exists (
      select from chats c where c.account_id = v.account_id and c.channel_id = v.channel_id
        and c.external_chat_id = v.external_id)`.execute(db)
}
