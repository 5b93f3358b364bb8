import { sql } from 'kysely'
import type { Read } from '#lib/db'

export type Silent = { accountId: number; number: number; lastMessageAt: string }

/**
 * Conversations in which nothing was said for as long as their channel says, the longest silent of each channel first. One in
 * which a client waits, or that somebody has marked unread, is left alone. Read by an index, channel by channel.
 */
export async function listSilent(db: Read, now: Date, most: number): Promise<Silent[]> {
  const { rows } = await sql<Silent>`
    select v.account_id as "accountId", v.number, v.last_message_at::text as "lastMessageAt"
    from channels c cross join lateral (
      select v.account_id, v.number, v.last_message_at from conversations v
      where v.account_id = c.account_id and v.channel_id = c.id and v.closed_at is null and v.waiting_since is null
        and v.read_at is not null
        and v.last_message_at <= ${now}::timestamptz - (c.settings->>'silenceHours')::int * interval '1 hour'
      order by v.last_message_at, v.number limit ${most}) v
    where coalesce((c.settings->>'silenceHours')::int, 0) > 0
    order by v.last_message_at, v.number limit ${most}`.execute(db)
  return rows
}
