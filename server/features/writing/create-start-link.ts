import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ChannelKind } from '#contract/channels'
import type { Messengers } from '#channels/messengers'
import type { Viewer } from '#features/access'
import { hashToken, sign, type SecretKey } from '#lib/crypto'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { getWritable, obstacleOf } from './find-writing.ts'

const lifeMs = 30 * 24 * 60 * 60 * 1000
/** Of one contact in one channel; the oldest make room. */
const mostUnused = 20

/**
 * Makes a link by which a contact starts a chat where nobody may write first. Whoever comes by it first is the contact (the
 * intake binds him); it is a secret, kept as a hash. One `requestId` makes one link. Throws `contact.not_found`, `channel.not_found`, `channel.no_start_link`,
 * `session.forbidden`.
 */
export async function createStartLink(
  tx: Tx,
  viewer: Viewer,
  given: { contactId: number; channelId: number; requestId?: string | undefined },
  { secretKey, messengers, now }: { secretKey: SecretKey; messengers: Messengers; now: Date },
): Promise<{ url: string; expiresAt: string }> {
  const contact = await getWritable(tx, viewer, given.contactId)
  const channel = await getChannel(tx, viewer, given.channelId)
  const obstacle = obstacleOf(channel, viewer)
  if (obstacle === 'no_right') throw new AppError('session.forbidden')
  const { startLink } = messengers[channel.kind]
  if (obstacle !== null || startLink === null || channel.handle === null) {
    throw new AppError('channel.no_start_link', { obstacle })
  }
  const token = tokenOf(secretKey, viewer, {
    contactId: contact.id,
    channelId: channel.id,
    requestId: given.requestId,
  })
  const link = { account_id: viewer.accountId, token_hash: hashToken(token) }
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('start_links')
    .values({
      ...link,
      contact_id: contact.id,
      channel_id: channel.id,
      user_id: viewer.userId,
      at: now,
      expires_at: new Date(now.getTime() + lifeMs),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 1n)
    await makeRoom(tx, { ...link, contactId: contact.id, channelId: channel.id })
  const { expires_at } = await tx
    .selectFrom('start_links')
    .select('expires_at')
    .where('account_id', '=', link.account_id)
    .where('token_hash', '=', link.token_hash)
    .executeTakeFirstOrThrow()
  return { url: startLink(channel.handle, token), expiresAt: expires_at.toISOString() }
}

/**
 * Computed, so that the same request tells the same link. The mark in front tells our tokens from campaigns' own parameters; 24
 * characters fit into every messenger's, and 22 of a signature are 132 bits.
 */
function tokenOf(
  secretKey: SecretKey,
  { accountId, userId }: Viewer,
  {
    contactId,
    channelId,
    requestId = randomUUID(),
  }: { contactId: number; channelId: number; requestId?: string | undefined },
): string {
  const text = [accountId, userId, contactId, channelId, requestId].join(':')
  return `c_${sign(secretKey, 'start-link', text).slice(0, 22)}`
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

type New = { account_id: number; token_hash: string; contactId: number; channelId: number }

/** The oldest go, whatever the clock says of the new one. */
async function makeRoom(tx: Tx, made: New): Promise<void> {
  await sql`
    delete from start_links where account_id = ${made.account_id} and token_hash in (
      select token_hash from start_links where account_id = ${made.account_id} and contact_id = ${made.contactId}
        and channel_id = ${made.channelId} and used_at is null and token_hash <> ${made.token_hash}
        order by at desc offset ${mostUnused - 1})`.execute(tx)
}
