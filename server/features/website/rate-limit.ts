import type { Clock } from '#lib/clock'
import { AppError } from '#lib/errors'

const windowMs = 60_000

/** Counts one call of this key; throws `request.too_many` with the seconds to wait when there were more than `max` a minute. */
export type RateLimit = (key: string, max: number) => void

/** Counts in windows of one minute, on this node. All keys go with their window, so a flood of addresses fills no more than that. */
export function createRateLimit(clock: Clock): RateLimit {
  let startedAtMs = 0
  let counts = new Map<string, number>()
  return (key, max) => {
    const nowMs = clock().getTime()
    if (nowMs - startedAtMs >= windowMs || nowMs < startedAtMs) {
      startedAtMs = nowMs
      counts = new Map()
    }
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count > max) {
      const retryAfterSeconds = Math.ceil((startedAtMs + windowMs - nowMs) / 1000)
      throw new AppError('request.too_many', { retryAfterSeconds })
    }
  }
}

/** Calls a minute, by address and by button: strangers may flood neither the account nor one another. */
const visitorLimits = {
  newVisitors: { address: 20, button: 300 },
  messages: { address: 60, button: 1200 },
  uploads: { address: 60, button: 300 },
  typing: { address: 120, button: 3000 },
} as const

export type LimitedCall = keyof typeof visitorLimits

export function limitCall(limit: RateLimit, call: LimitedCall, address: string, button: string): void {
  const { [call]: most } = visitorLimits
  limit(`${call}:address:${address}`, most.address)
  limit(`${call}:button:${button}`, most.button)
}
