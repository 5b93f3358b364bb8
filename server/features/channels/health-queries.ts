import { sql } from 'kysely'
import type { modeReasons } from '#contract/channel-health'
import type { ChannelRef } from '#channels/channel'
import type { Db, Read, Tx } from '#lib/db'
import type { Channel } from './queries.ts'

/** No delay is longer than a week: what an integer holds. */
const longestDelayMs = 7 * 24 * 60 * 60_000
const keptDelays = 9

/** @returns the channel's state. */
export async function updateLastIn(
  db: Db,
  ref: ChannelRef,
  writtenAt: Date,
  at: Date,
): Promise<Channel['state'] | null> {
  const delayMs = Math.min(Math.max(at.getTime() - writtenAt.getTime(), 0), longestDelayMs)
  const { rows } = await sql<{ state: Channel['state'] }>`
    update channel_health set last_in_at = greatest(last_in_at, ${at}),
      delays_ms = (array_prepend(${delayMs}::integer, delays_ms))[1:${sql.lit(keptDelays)}]
    where account_id = ${ref.accountId} and channel_id = ${ref.id} returning state`.execute(db)
  return rows[0]?.state ?? null
}

export async function findState(db: Read, ref: ChannelRef): Promise<Channel['state'] | null> {
  const { rows } = await sql<{ state: Channel['state'] }>`
    select state from channel_health where account_id = ${ref.accountId} and channel_id = ${ref.id}`.execute(
    db,
  )
  return rows[0]?.state ?? null
}

/** The state under its lock; null when the channel is disconnected or has other secrets than the ones the news is about. */
export async function lockState(
  tx: Tx,
  ref: ChannelRef,
  secretsSealed: string | null,
): Promise<Channel['state'] | null> {
  const { rows } = await sql<{ state: Channel['state'] }>`
    select h.state from channel_health h join channels c on c.account_id = h.account_id and c.id = h.channel_id
    where h.account_id = ${ref.accountId} and h.channel_id = ${ref.id} and c.disconnected_at is null
      and (${secretsSealed}::text is null or c.secrets_sealed = ${secretsSealed})
    for update of h`.execute(tx)
  return rows[0]?.state ?? null
}

export type ModeReason = (typeof modeReasons)[number]

type HealthChanges = {
  state?: Channel['state']
  mode?: Channel['mode']
  pollCursor?: string | null
  lastError?: string | null
  lastErrorAt?: Date | null
  modeReason?: ModeReason | null
  waitingCount?: number
}

export async function updateHealth(db: Read, ref: ChannelRef, changes: HealthChanges): Promise<void> {
  const set = {
    ...(changes.state === undefined ? {} : { state: changes.state }),
    ...(changes.mode === undefined ? {} : { mode: changes.mode }),
    ...(changes.pollCursor === undefined ? {} : { poll_cursor: changes.pollCursor }),
    ...(changes.lastError === undefined ? {} : { last_error: changes.lastError }),
    ...(changes.waitingCount === undefined ? {} : { waiting_count: changes.waitingCount }),
    ...(changes.modeReason === undefined ? {} : { mode_reason: changes.modeReason }),
    ...(changes.lastErrorAt === undefined ? {} : { last_error_at: changes.lastErrorAt }),
  }
  await db
    .updateTable('channel_health')
    .set(set)
    .where('account_id', '=', ref.accountId)
    .where('channel_id', '=', ref.id)
    .execute()
}

/** How many updates wait at the messenger, by its own word. Written only when there is something to tell. */
export async function updateWaiting(db: Db, ref: ChannelRef, count: number, at: Date): Promise<void> {
  await sql`update channel_health set waiting_count = ${count}, waiting_at = ${at}
    where account_id = ${ref.accountId} and channel_id = ${ref.id} and (waiting_count <> 0 or ${count} <> 0)`.execute(
    db,
  )
}
