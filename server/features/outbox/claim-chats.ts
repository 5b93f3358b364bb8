import { sql, type RawBuilder } from 'kysely'
import type { Db, Read } from '#lib/db'

/** `claimedAt` tells this claim from a later one of the same node. */
export type ClaimedChat = { accountId: number; chatId: string; channelId: number; claimedAt: string }

export type Claiming = {
  most: number
  /** Of that account only. */
  accountId?: number
  /** Chats of each channel that this node delivers already: those of one that has its share wait. */
  atWork?: ReadonlyMap<number, number>
  mostOfChannel?: number
}

/**
 * Takes up to `most` chats that are due and belong to nobody; chats of a channel that was told to wait, by its messenger or by
 * a person, are left.
 */
export async function claimChats(db: Read, nodeId: string, claiming: Claiming): Promise<ClaimedChat[]> {
  if (claiming.most <= 0) return []
  return (await claimQuery(nodeId, claiming).execute(db)).rows
}

/** Steps from one channel with waiting chats to the next, and takes the first of each. */
export function claimQuery(nodeId: string, claiming: Claiming): RawBuilder<ClaimedChat> {
  const { most, accountId = null, atWork = new Map(), mostOfChannel = most } = claiming
  const shares = { ids: [...atWork.keys()], left: [...atWork.values()].map((count) => mostOfChannel - count) }
  return sql`
    with recursive waiting as (
      (select account_id, channel_id from outbox where node_id is null order by channel_id limit 1)
      union all
      select n.account_id, n.channel_id from waiting w
      cross join lateral (
        select o.account_id, o.channel_id from outbox o where o.node_id is null and o.channel_id > w.channel_id
        order by o.channel_id limit 1
      ) n
    ), open as materialized (
      select w.account_id, w.channel_id, coalesce(s.places, ${mostOfChannel}::int) as places from waiting w
      left join unnest(${shares.ids}::bigint[], ${shares.left}::int[]) s(channel_id, places) on s.channel_id = w.channel_id
      where (${accountId}::bigint is null or w.account_id = ${accountId}) and coalesce(s.places, 1) > 0
        and not exists (select from channel_health h
          where h.account_id = w.account_id and h.channel_id = w.channel_id and h.paused_until > now())
        and not exists (select from channels c
          where c.account_id = w.account_id and c.id = w.channel_id and c.paused_at is not null)
    ), due as materialized (
      select x.account_id, x.chat_id from open
      cross join lateral (
        select o.account_id, o.chat_id, o.due_at from outbox o
        where o.channel_id = open.channel_id and o.node_id is null and o.due_at <= now()
        order by o.due_at limit least(open.places, ${most}::int) for update skip locked
      ) x
      order by x.due_at limit ${most}
    )
    update outbox o set node_id = ${nodeId}, claimed_at = clock_timestamp() from due
    where o.account_id = due.account_id and o.chat_id = due.chat_id
    returning o.account_id as "accountId", o.chat_id as "chatId", o.channel_id as "channelId", o.claimed_at::text as "claimedAt"`
}

/**
 * Gives back what this node claimed without coming to know of it: the connection broke between the commit and its answer.
 * `atWork`: the chats it delivers. A chat of which something may be on its way stays.
 */
export async function dropStrayClaims(db: Db, nodeId: string, atWork: string[]): Promise<void> {
  await sql`
    update outbox o set node_id = null, claimed_at = null
    where o.node_id = ${nodeId} and o.chat_id <> all(${atWork}::uuid[]) and o.sending_message_id is null`.execute(
    db,
  )
}
