import { z } from 'zod'
import { id, instant } from './common.ts'
import type { OpenTime } from './open-time.ts'

/** A week; who may take longer than that has no limit. */
export const longestLimitMinutes = 7 * 24 * 60
const limitMinutes = z.int().min(1).max(longestLimitMinutes)

/** Which time of a wait counts. */
export const countedTimes = ['working', 'all'] as const

/** Within which time a client is to be answered (R7); changes concern only who begins to wait later. */
export const responseTime = z.object({
  isOn: z.boolean(),
  limitMinutes,
  counts: z.enum(countedTimes),
  /** Who is told beside the responsible when it is exceeded. */
  headUserId: id.nullable(),
})
export type ResponseTime = z.output<typeof responseTime>

export const firstResponseTime: ResponseTime = {
  isOn: false,
  limitMinutes: 15,
  counts: 'working',
  headUserId: null,
}

/** What a channel makes of it; a limit of its own holds also where the account has none. */
export const channelResponseTime = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account') }),
  z.object({ kind: z.literal('own'), limitMinutes }),
  z.object({ kind: z.literal('off') }),
])
export type ChannelResponseTime = z.output<typeof channelResponseTime>

/** The limit for clients of a channel; null: there is none. */
export function limitOf(account: ResponseTime, channel: ChannelResponseTime): number | null {
  if (channel.kind === 'own') return channel.limitMinutes
  return channel.kind === 'account' && account.isOn ? account.limitMinutes : null
}

/** Until when a client who waits is to be answered. */
export const responseDue = z.object({
  at: instant,
  limitMinutes: z.int(),
  /** It was exceeded, and recorded so. */
  isMissed: z.boolean(),
})
export type ResponseDue = z.output<typeof responseDue>

/** A stretch in which a client waited; `endedAt` null: he still does. */
export type WaitingPeriod = { startedAt: Date; endedAt: Date | null }

export type Judgement = {
  /** Until when he was to be answered; null: within such hours that moment never comes. */
  dueAt: Date | null
  /** Answered in the very moment is answered in time. */
  isExceeded: boolean
  /** How much of the time that counts he waited. */
  waitedMs: number
}

/**
 * Judges a wait by a limit: the same for the clock that runs and for reports, which may ask by another limit or by other hours
 * than those in force then. `now`: until when a wait that goes on is judged.
 */
export function judge(period: WaitingPeriod, limit: number, hours: OpenTime, now: Date): Judgement {
  const end = period.endedAt ?? now
  const dueAt = hours.after(period.startedAt, limit * minuteMs)
  return {
    dueAt,
    isExceeded: dueAt !== null && end > dueAt,
    waitedMs: hours.between(period.startedAt, end),
  }
}

const minuteMs = 60_000
