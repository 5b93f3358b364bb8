import { sql } from 'kysely'
import type { Db } from '#lib/db'

export type ClaimedChat = { accountId: number; chatId: string; channelId: number }

/**
 * Takes up to `most` chats that are due and belong to nobody; chats of a channel that was told to wait are left. With an
 * account: of that one only.
 */
export async function claimChats(
  db: Db,
  nodeId: string,
  most: number,
  accountId: number | null = null,
): Promise<ClaimedChat[]> {
  if (most <= 0) return []
  const { rows } = await sql<ClaimedChat>`
    update outbox o set node_id = ${nodeId}, claimed_at = now()
    from (
      select x.account_id, x.chat_id from outbox x
      where x.node_id is null and x.due_at <= now()
        and (${accountId}::bigint is null or x.account_id = ${accountId}) and not exists (
        select from channel_health h where h.account_id = x.account_id and h.channel_id = x.channel_id and h.paused_until > now())
      order by x.due_at limit ${most} for update skip locked
    ) due
    where o.account_id = due.account_id and o.chat_id = due.chat_id
    returning o.account_id as "accountId", o.chat_id as "chatId", o.channel_id as "channelId"`.execute(db)
  return rows
}
