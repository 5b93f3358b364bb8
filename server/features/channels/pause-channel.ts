import type { EventType } from '#contract/events'
import { inTransaction, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { ChannelDeps } from './channel-deps.ts'
import { lockChannel, updateChannel, type Channel } from './queries.ts'

type PauseDeps = Pick<ChannelDeps, 'db' | 'tail' | 'clock'>
type Who = { accountId: number; userId: number }

/**
 * Nothing leaves a paused channel: what is sent waits in its order, and nobody answers by itself. What clients write is taken as
 * ever, so that nothing is lost. A second time changes nothing. Throws `channel.not_found`, `channel.disconnected`.
 */
export async function pauseChannel(deps: PauseDeps, who: Who, channelId: number): Promise<void> {
  const at = deps.clock()
  await inTransaction(deps.db, async (tx) => {
    const channel = await lockChannel(tx, who.accountId, channelId)
    if (!channel) throw new AppError('channel.not_found')
    if (channel.disconnectedAt !== null) throw new AppError('channel.disconnected')
    if (channel.pausedAt !== null) return
    await updateChannel(tx, channel, { pause: { at, by: who.userId } })
    await tell(tx, channel, who, 'channel.paused', at)
  })
  deps.tail.wake()
}

/** What waits leaves now, in its order. A second time changes nothing. Throws `channel.not_found`. */
export async function resumeChannel(deps: PauseDeps, who: Who, channelId: number): Promise<void> {
  const at = deps.clock()
  await inTransaction(deps.db, async (tx) => {
    const channel = await lockChannel(tx, who.accountId, channelId)
    if (!channel) throw new AppError('channel.not_found')
    if (channel.pausedAt === null) return
    await updateChannel(tx, channel, { pause: null, resumedAt: at })
    await tell(tx, channel, who, 'channel.resumed', at)
  })
  deps.tail.wake()
}

async function tell(
  tx: Tx,
  channel: Channel,
  who: Who,
  type: Extract<EventType, 'channel.paused' | 'channel.resumed'>,
  at: Date,
): Promise<void> {
  const { accountId, id } = channel
  await emit(tx, {
    accountId,
    type,
    actor: { kind: 'user', id: who.userId },
    road: 'hand',
    subject: { kind: 'channel', id },
    channelId: id,
    at,
  })
  await change(tx, { accountId, topic: 'channels' })
}
