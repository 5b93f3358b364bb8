import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { channelSettings as accountSettings, type ChannelKind } from '#contract/channels'
import type { ChannelRef } from '#channels/channel'
import type { Read, Tx } from '#lib/db'

/** What a channel keeps beside its columns. */
const channelSettings = accountSettings.extend({
  /** Origins on whose pages a website button may stand. */
  origins: z.array(z.string()).default([]),
  /** Part of the webhook's secret: another nonce, another secret. */
  hookNonce: z.string().nullable().default(null),
  /** For which address receiving was last set up: the base of webhooks, or `polling`. null: still to be done. */
  receivesAt: z.string().nullable().default(null),
  /** When somebody began to set it up: for a moment nobody else does. */
  setUpAt: z.iso.datetime().nullable().default(null),
})
type ChannelSettings = z.output<typeof channelSettings>

export type Channel = ChannelRef & {
  name: string
  /** The messenger's id of the bot, or the public id of a website button. */
  externalId: string
  handle: string | null
  secretsSealed: string | null
  settings: ChannelSettings
  pipelineId: number | null
  groupId: number | null
  responsibleUserId: number | null
  pausedAt: Date | null
  pausedBy: number | null
  createdAt: Date
  disconnectedAt: Date | null
  state: 'working' | 'token_revoked' | 'conflict' | 'unreachable'
  mode: 'webhook' | 'polling' | 'direct'
  pollCursor: string | null
  lastInAt: Date | null
  lastError: string | null
}

type Row = Omit<Channel, 'settings' | 'kind'> & { settings: unknown; kind: ChannelKind }

export async function listChannels(db: Read, accountId: number): Promise<Channel[]> {
  return select(db, sql`c.account_id = ${accountId} order by c.id`)
}

export async function findChannel(db: Read, accountId: number, channelId: number): Promise<Channel | null> {
  const [found] = await select(db, sql`c.account_id = ${accountId} and c.id = ${channelId}`)
  return found ?? null
}

/** Those of the channels that there are. */
export async function findChannels(
  db: Read,
  accountId: number,
  channelIds: readonly number[],
): Promise<Channel[]> {
  return select(db, sql`c.account_id = ${accountId} and c.id = any(${channelIds}::bigint[])`)
}

/** The channel, locked until the end of the transaction. */
export async function lockChannel(tx: Tx, accountId: number, channelId: number): Promise<Channel | null> {
  const [found] = await select(tx, sql`c.account_id = ${accountId} and c.id = ${channelId} for update`)
  return found ?? null
}

/** The newest channel of a bot that this account had before. */
export async function lockFormerChannel(
  tx: Tx,
  accountId: number,
  kind: ChannelKind,
  externalId: string,
): Promise<Channel | null> {
  const [found] = await select(
    tx,
    sql`c.account_id = ${accountId} and c.kind = ${kind} and c.external_id = ${externalId}
      and c.disconnected_at is not null order by c.id desc limit 1 for update`,
  )
  return found ?? null
}

/** Channels of all accounts that receive by webhook or polling. */
export async function listReceivingChannels(db: Read): Promise<Channel[]> {
  return select(
    db,
    sql`h.mode in ('webhook', 'polling') and c.disconnected_at is null order by c.account_id, c.id`,
  )
}

async function select(db: Read, where: RawBuilder<unknown>): Promise<Channel[]> {
  const { rows } = await sql<Row>`
    select c.account_id as "accountId", c.id, c.kind, c.name, c.external_id as "externalId", c.handle,
      c.secrets_sealed as "secretsSealed", c.settings, c.pipeline_id as "pipelineId",
      c.group_id as "groupId", c.paused_at as "pausedAt", c.paused_by as "pausedBy", c.responsible_user_id as "responsibleUserId", c.created_at as "createdAt", c.disconnected_at as "disconnectedAt",
      h.state, h.mode, h.poll_cursor as "pollCursor", h.last_in_at as "lastInAt", h.last_error as "lastError"
    from channels c join channel_health h on h.account_id = c.account_id and h.channel_id = c.id
    where ${where}`.execute(db)
  return rows.map((row) => ({ ...row, settings: channelSettings.parse(row.settings) }))
}

export async function isBotOwned(db: Read, kind: ChannelKind, externalId: string): Promise<boolean> {
  const row = await db
    .selectFrom('channel_owners')
    .select('channel_id')
    .where('kind', '=', kind)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
  return row !== undefined
}

/** @returns whether the bot is this channel's now; false: it is another one's. */
export async function claimBot(tx: Tx, ref: ChannelRef, externalId: string): Promise<boolean> {
  const { rows } = await sql`
    insert into channel_owners (kind, external_id, account_id, channel_id)
    values (${ref.kind}, ${externalId}, ${ref.accountId}, ${ref.id})
    on conflict (kind, external_id) do update set channel_id = excluded.channel_id
      where channel_owners.account_id = excluded.account_id and channel_owners.channel_id = excluded.channel_id
    returning kind`.execute(tx)
  return rows.length > 0
}

export async function releaseBot(tx: Tx, ref: ChannelRef, externalId: string): Promise<void> {
  await tx
    .deleteFrom('channel_owners')
    .where('kind', '=', ref.kind)
    .where('external_id', '=', externalId)
    .where('account_id', '=', ref.accountId)
    .where('channel_id', '=', ref.id)
    .execute()
}

type NewChannel = {
  accountId: number
  kind: ChannelKind
  name: string
  externalId: string
  handle: string | null
  settings: Partial<ChannelSettings>
  mode: Channel['mode']
  at: Date
}

export async function insertChannel(tx: Tx, channel: NewChannel): Promise<number> {
  const { id } = await tx
    .insertInto('channels')
    .values({
      account_id: channel.accountId,
      kind: channel.kind,
      name: channel.name,
      external_id: channel.externalId,
      handle: channel.handle,
      settings: JSON.stringify(channel.settings),
      created_at: channel.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('channel_health')
    .values({ account_id: channel.accountId, channel_id: id, mode: channel.mode })
    .execute()
  return id
}

type ChannelChanges = {
  name?: string
  handle?: string | null
  secretsSealed?: string
  pipelineId?: number | null
  groupId?: number | null
  responsibleUserId?: number | null
  disconnectedAt?: Date | null
  /** null: nobody holds it any more. */
  pause?: { at: Date; by: number } | null
  resumedAt?: Date
  settings?: Partial<ChannelSettings>
}

export async function updateChannel(tx: Tx, ref: ChannelRef, changes: ChannelChanges): Promise<void> {
  const { settings } = changes
  await tx
    .updateTable('channels')
    .set({
      name: changes.name,
      handle: changes.handle,
      secrets_sealed: changes.secretsSealed,
      pipeline_id: changes.pipelineId,
      group_id: changes.groupId,
      responsible_user_id: changes.responsibleUserId,
      disconnected_at: changes.disconnectedAt,
      ...(changes.pause === undefined
        ? {}
        : { paused_at: changes.pause?.at ?? null, paused_by: changes.pause?.by ?? null }),
      resumed_at: changes.resumedAt,
      settings: settings ? sql`settings || ${JSON.stringify(settings)}::jsonb` : undefined,
    })
    .where('account_id', '=', ref.accountId)
    .where('id', '=', ref.id)
    .execute()
}

/** Makes one path the only one that leads to the channel; null: none does. */
export async function replaceWebhookPath(tx: Tx, ref: ChannelRef, hash: string | null): Promise<void> {
  await tx
    .deleteFrom('webhook_paths')
    .where('account_id', '=', ref.accountId)
    .where('channel_id', '=', ref.id)
    .execute()
  if (hash === null) return
  await tx
    .insertInto('webhook_paths')
    .values({ secret_hash: hash, account_id: ref.accountId, channel_id: ref.id })
    .execute()
}

type HookedChannel = ChannelRef & Pick<Channel, 'externalId' | 'secretsSealed'>

export async function findChannelByPath(db: Read, hash: string): Promise<HookedChannel | null> {
  const { rows } = await sql<HookedChannel>`
    select c.account_id as "accountId", c.id, c.kind, c.external_id as "externalId", c.secrets_sealed as "secretsSealed"
    from webhook_paths w join channels c on c.account_id = w.account_id and c.id = w.channel_id
    where w.secret_hash = ${hash} and c.disconnected_at is null and c.secrets_sealed is not null`.execute(db)
  return rows[0] ?? null
}

export async function hasActiveUser(db: Read, accountId: number, userId: number): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return row !== undefined
}

export async function hasGroup(db: Read, accountId: number, groupId: number): Promise<boolean> {
  const groups = await listGroups(db, accountId)
  return groups.some((group) => group.id === groupId)
}

export async function listGroups(db: Read, accountId: number): Promise<{ id: number; name: string }[]> {
  return db
    .selectFrom('groups')
    .select(['id', 'name'])
    .where('account_id', '=', accountId)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

export async function hasDealPipeline(db: Read, accountId: number, pipelineId: number): Promise<boolean> {
  const row = await db
    .selectFrom('pipelines')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', pipelineId)
    .where('kind', '=', 'deal')
    .executeTakeFirst()
  return row !== undefined
}
