import { sql } from 'kysely'
import type { ChannelKind } from '#contract/channels'
import type { Messengers } from '#channels/messengers'
import type { Viewer } from '#features/access'
import { hashToken, randomToken } from '#lib/crypto'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { getWritable, obstacleOf } from './find-writing.ts'

const lifeMs = 30 * 24 * 60 * 60 * 1000
/** Of one contact in one channel; the oldest make room. */
const mostUnused = 20

/**
 * Makes a link by which a contact starts a chat where nobody may write first. Whoever comes by it first is the contact (the
 * intake binds him); it is a secret, kept as a hash. Throws `contact.not_found`, `channel.not_found`, `channel.no_start_link`,
 * `session.forbidden`.
 */
export async function createStartLink(
  tx: Tx,
  viewer: Viewer,
  given: { contactId: number; channelId: number },
  { messengers, now }: { messengers: Messengers; now: Date },
): Promise<{ url: string; expiresAt: string }> {
  const contact = await getWritable(tx, viewer, given.contactId)
  const channel = await getChannel(tx, viewer, given.channelId)
  const obstacle = obstacleOf(channel, viewer)
  if (obstacle === 'no_right') throw new AppError('session.forbidden')
  const { startLink } = messengers[channel.kind]
  if (obstacle !== null || startLink === null || channel.handle === null) {
    throw new AppError('channel.no_start_link', { obstacle })
  }
  // The mark in front tells our tokens from campaigns' own parameters; 24 characters fit into every messenger's.
  const token = `c_${randomToken(16)}`
  const expiresAt = new Date(now.getTime() + lifeMs)
  await dropOldest(tx, viewer.accountId, contact.id, channel.id)
  await tx
    .insertInto('start_links')
    .values({
      account_id: viewer.accountId,
      token_hash: hashToken(token),
      contact_id: contact.id,
      channel_id: channel.id,
      user_id: viewer.userId,
      at: now,
      expires_at: expiresAt,
    })
    .execute()
  return { url: startLink(channel.handle, token), expiresAt: expiresAt.toISOString() }
}

type Channel = { id: number; kind: ChannelKind; handle: string | null; state: string }

async function getChannel(tx: Tx, viewer: Viewer, channelId: number): Promise<Channel> {
  const { rows } = await sql<Channel>`
    select h.id, h.kind, h.handle, coalesce(x.state, 'working') as state from channels h
    left join channel_health x on x.account_id = h.account_id and x.channel_id = h.id
    where h.account_id = ${viewer.accountId} and h.id = ${channelId} and h.disconnected_at is null`.execute(
    tx,
  )
  if (!rows[0]) throw new AppError('channel.not_found')
  return rows[0]
}

async function dropOldest(tx: Tx, accountId: number, contactId: number, channelId: number): Promise<void> {
  await sql`
    delete from start_links where account_id = ${accountId} and token_hash in (
      select token_hash from start_links where account_id = ${accountId} and contact_id = ${contactId}
        and channel_id = ${channelId} and used_at is null order by at desc offset ${mostUnused - 1})`.execute(
    tx,
  )
}
