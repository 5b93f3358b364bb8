import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import { endBreakage } from './breakages.ts'
import type { ChannelDeps } from './channel-deps.ts'
import type { Connecting } from './connect-channel.ts'
import { openConnection } from './open-connection.ts'
import {
  findChannel,
  lockChannel,
  releaseBot,
  replaceWebhookPath,
  updateChannel,
  type Channel,
} from './queries.ts'

/** Stops receiving and sending; everything that was said stays. A second time changes nothing. Throws `channel.not_found`. */
export async function disconnectChannel(
  deps: ChannelDeps,
  who: Connecting,
  channelId: number,
): Promise<void> {
  const channel = await findChannel(deps.db, who.accountId, channelId)
  if (!channel) throw new AppError('channel.not_found')
  if (channel.disconnectedAt !== null) return
  // Before the bot is free for somebody else, who may set a webhook of his own.
  await leaveMessenger(deps, channel)
  await inTransaction(deps.db, async (tx) => {
    const before = await lockChannel(tx, channel.accountId, channel.id)
    if (!before || before.disconnectedAt !== null) return
    const at = deps.clock()
    await updateChannel(tx, before, { disconnectedAt: at, pause: null, settings: { receivesAt: null } })
    await replaceWebhookPath(tx, before, null)
    await endBreakage(tx, before, at)
    // A button's id belongs to its page for good; a bot may be connected elsewhere.
    if (before.kind !== 'website') await releaseBot(tx, before, before.externalId)
    await emit(tx, {
      accountId: before.accountId,
      type: 'channel.disconnected',
      actor: who.actor,
      road: who.road,
      subject: { kind: 'channel', id: before.id },
      channelId: before.id,
      at,
    })
    await change(tx, { accountId: before.accountId, topic: 'channels' })
  })
  deps.tail.wake()
}

/** Best effort: a messenger that cannot be reached now posts to an address that no longer exists. */
async function leaveMessenger(deps: ChannelDeps, channel: Channel): Promise<void> {
  const { webhook } = deps.messengers[channel.kind]
  if (!webhook || channel.mode !== 'webhook') return
  const left = await webhook.remove(openConnection(deps.secretKey, channel))
  if (left.outcome === 'failed') {
    deps.log.info({ channelId: channel.id, detail: left.failure.detail }, 'the webhook could not be removed')
  }
}
