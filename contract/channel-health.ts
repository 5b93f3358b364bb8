import { z } from 'zod'
import { id, instant } from './common.ts'
import { endpoint } from './endpoint.ts'

export const brokenState = z.enum(['token_revoked', 'conflict', 'unreachable'])
/** `missed`: nobody received for longer than the messenger keeps what it cannot deliver. */
export const breakageState = z.enum([...brokenState.options, 'missed'])
export type BreakageState = z.output<typeof breakageState>

/** Why messages are asked for, or do not come, although a webhook would be the way. */
export const modeReasons = ['refused', 'refused_silent', 'undelivered', 'no_address'] as const

/** How a channel is doing beside its state. */
export const channelHealth = z.object({
  channelId: id,
  /** How late the last messages came, by the messenger's clock: the middle one of them. */
  delaySeconds: z.number().nullable(),
  /** The messenger asked to wait: until then nothing leaves. */
  limitedUntil: instant.nullable(),
  /** What waits at the messenger, as it said at that time. */
  waiting: z.object({ count: z.int(), at: instant }).nullable(),
  /** Messages that have not left, and since when the oldest waits. */
  queue: z.object({ count: z.int(), since: instant }).nullable(),
  /** When the last error happened. */
  lastErrorAt: instant.nullable(),
  modeReason: z.enum(modeReasons).nullable(),
  /** The breakage that goes on. */
  broken: z.object({ state: brokenState, since: instant }).nullable(),
  /** The last time for which messages may never come; of the last week. */
  missed: z.object({ from: instant, until: instant }).nullable(),
})
export type ChannelHealthView = z.output<typeof channelHealth>

export const listChannelHealth = endpoint({
  id: 'channels.health',
  summary: 'How the channels are doing: delays, limits, what waits, what broke',
  method: 'GET',
  path: '/channels/health',
  permission: 'settings',
  output: z.object({ items: z.array(channelHealth) }),
})
