import type { ChannelSettings } from '#contract/channels'
import type { Tx } from '#lib/db'
import { change, emit } from '#lib/events'
import type { Connecting } from './connect-channel.ts'
import type { Channel } from './queries.ts'

/** What an account sets of a channel. Its secrets are none of it: of a token only that it was given anew. */
export type Settable = Partial<ChannelSettings> & {
  name?: string | undefined
  responsibleUserId?: number | null | undefined
  pipelineId?: number | null | undefined
  groupId?: number | null | undefined
  origins?: string[]
  token?: 'given_anew'
}

/** Records what of a channel is another now than it was, by whom and by which road; nothing when nothing is. */
export async function tellChanged(
  tx: Tx,
  who: Connecting,
  channel: Channel,
  wanted: Settable,
  at: Date,
): Promise<void> {
  const difference = differenceOf(channel, wanted)
  if (difference) {
    await emit(tx, {
      accountId: who.accountId,
      type: 'channel.changed',
      actor: who.actor,
      road: who.road,
      subject: { kind: 'channel', id: channel.id },
      channelId: channel.id,
      ...difference,
      at,
    })
  }
  await change(tx, { accountId: who.accountId, topic: 'channels' })
}

type Difference = { before: Record<string, unknown>; after: Record<string, unknown> }

function differenceOf(channel: Channel, wanted: Settable): Difference | null {
  const { name, responsibleUserId, pipelineId, groupId, settings } = channel
  const was: Record<string, unknown> = { ...settings, name, responsibleUserId, pipelineId, groupId }
  const changed = Object.entries(wanted).filter(
    ([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(was[key]),
  )
  if (changed.length === 0) return null
  return {
    before: Object.fromEntries(changed.map(([key]) => [key, was[key] ?? null])),
    after: Object.fromEntries(changed),
  }
}
