import { sql, type RawBuilder } from 'kysely'
import type { Db, Read } from '#lib/db'

/** `claimedAt` tells this claim from a later one of the same node. */
export type ClaimedChat = { accountId: number; chatId: string; channelId: number; claimedAt: string }

/**
 * Takes up to `most` chats that are due and belong to nobody; chats of a channel that was told to wait, by its messenger or by
 * a person, are left. With an account: of that one only.
 */
export async function claimChats(
  db: Read,
  nodeId: string,
  most: number,
  accountId: number | null = null,
): Promise<ClaimedChat[]> {
  if (most <= 0) return []
  return (await claimQuery(nodeId, most, accountId).execute(db)).rows
}

export function claimQuery(
  nodeId: string,
  most: number,
  accountId: number | null = null,
): RawBuilder<ClaimedChat> {
  return sql`
    update outbox o set node_id = ${nodeId}, claimed_at = clock_timestamp()
    from (
      select x.account_id, x.chat_id from outbox x
      where x.node_id is null and x.due_at <= now()
        and (${accountId}::bigint is null or x.account_id = ${accountId}) and not exists (
        select from channel_health h where h.account_id = x.account_id and h.channel_id = x.channel_id and h.paused_until > now())
        and not exists (
        select from channels c where c.account_id = x.account_id and c.id = x.channel_id and c.paused_at is not null)
      order by x.due_at limit ${most} for update skip locked
    ) due
    where o.account_id = due.account_id and o.chat_id = due.chat_id
    returning o.account_id as "accountId", o.chat_id as "chatId", o.channel_id as "channelId", o.claimed_at::text as "claimedAt"`
}

/**
 * Gives back what this node claimed without coming to know of it: the connection broke between the commit and its answer.
 * `atWork`: the chats it delivers. A chat with a part of unknown outcome stays.
 */
export async function dropStrayClaims(db: Db, nodeId: string, atWork: string[]): Promise<void> {
  await sql`
    update outbox o set node_id = null, claimed_at = null
    where o.node_id = ${nodeId} and o.chat_id <> all(${atWork}::uuid[]) and not exists (
      select from message_parts p where p.account_id = o.account_id and p.chat_id = o.chat_id and p.state = 'sending')`.execute(
    db,
  )
}
