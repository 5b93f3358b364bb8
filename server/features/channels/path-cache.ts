import type { ChannelRef } from '#channels/channel'
import type { ChangeTail } from '#lib/change-tail'
import type { Clock } from '#lib/clock'

const cacheMs = 30_000
const maxCached = 10_000

/**
 * Remembers for a short time where paths lead, and forgets it as soon as the account's channels change. A path that leads nowhere is
 * asked for each time.
 */
export function createPathCache<Found extends { channel: ChannelRef }>(
  { tail, clock }: { tail: Pick<ChangeTail, 'subscribe'>; clock: Clock },
  find: (hash: string) => Promise<Found | null>,
): (hash: string) => Promise<Found | null> {
  const cached = new Map<string, { found: Found; untilMs: number }>()
  /** Of a flood that finds nothing cached one asks, and the others wait for its answer. */
  const asked = new Map<string, Promise<Found | null>>()
  /** What was asked before channels changed, and is answered after it, may be of before: it is not kept. */
  let changed = 0
  tail.subscribe((changes) => {
    const accounts = new Set(changes?.flatMap((each) => (each.topic === 'channels' ? [each.accountId] : [])))
    if (changes !== null && accounts.size === 0) return
    changed += 1
    for (const [hash, { found }] of cached)
      if (changes === null || accounts.has(found.channel.accountId)) cached.delete(hash)
  })
  async function ask(hash: string): Promise<Found | null> {
    const before = changed
    const found = await find(hash)
    cached.delete(hash)
    if (cached.size >= maxCached) cached.clear()
    if (found && changed === before) cached.set(hash, { found, untilMs: clock().getTime() + cacheMs })
    return found
  }
  return async (hash) => {
    const known = cached.get(hash)
    if (known && known.untilMs > clock().getTime()) return known.found
    const asking = asked.get(hash) ?? ask(hash).finally(() => asked.delete(hash))
    asked.set(hash, asking)
    return asking
  }
}
