import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { endBreakage } from './breakages.ts'
import type { ChannelDeps } from './channel-deps.ts'
import { findBot } from './check-token.ts'
import { keepSecrets, refuseUnreachable, tellConnected, type Connecting } from './connect-channel.ts'
import { updateHealth } from './health-queries.ts'
import { openConnection } from './open-connection.ts'
import { findChannel, lockChannel, updateChannel, type Channel } from './queries.ts'
import { setUpReceiving } from './set-up-receiving.ts'
import { tellChanged } from './tell-changed.ts'

/**
 * Switches a channel on again, with a new token of the same bot if one is given, and forgets what was wrong with it. Throws
 * `channel.not_found`, `channel.token_invalid`, `channel.rights_missing`, `channel.token_taken`, `channel.unreachable`,
 * `channel.needs_public_url`.
 */
export async function reconnectChannel(
  deps: ChannelDeps,
  who: Connecting,
  given: { channelId: number; token?: string | undefined },
): Promise<void> {
  const channel = await findChannel(deps.db, who.accountId, given.channelId)
  if (!channel) throw new AppError('channel.not_found')
  if (channel.kind === 'website') {
    if (given.token !== undefined) throw new AppError('channel.token_invalid')
    await switchOn(deps, who, channel, null)
  } else {
    refuseUnreachable(deps, channel.kind)
    const token = given.token?.trim() ?? openConnection(deps.secretKey, channel).token
    await switchOn(deps, who, channel, token, given.token !== undefined)
    await setUpReceiving(deps, channel)
  }
}

async function switchOn(
  deps: ChannelDeps,
  who: Connecting,
  channel: Channel,
  token: string | null,
  isGiven = false,
): Promise<void> {
  const bot = token === null ? null : await findBot(deps, channel.kind, token)
  // Another bot is another channel: its clients and their chats are not these.
  if (bot && bot.externalId !== channel.externalId) throw new AppError('channel.token_invalid')
  await inTransaction(deps.db, async (tx) => {
    const before = await lockChannel(tx, channel.accountId, channel.id)
    if (!before) throw new AppError('channel.not_found')
    await updateChannel(tx, before, { disconnectedAt: null, handle: bot ? bot.handle : before.handle })
    await updateHealth(tx, before, { state: 'working', lastError: null, lastErrorAt: null })
    await endBreakage(tx, before, deps.clock())
    if (bot && token !== null) await keepSecrets(deps, tx, before, bot, token)
    if (isGiven) await tellChanged(tx, who, before, { token: 'given_anew' }, deps.clock())
    if (before.disconnectedAt !== null) await tellConnected(deps, tx, who, before)
    else if (before.state !== 'working') await tellConnected(deps, tx, who, before, 'channel.recovered')
    else await change(tx, { accountId: before.accountId, topic: 'channels' })
  })
  deps.tail.wake()
}
