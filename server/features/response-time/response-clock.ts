import { setTimeout } from 'node:timers/promises'
import { findNextDue, recordMissed } from '#features/conversations'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import type { Log } from '#lib/log'

type Deps = { db: Db; clock: Clock; log: Log }

const portion = 200
/** A wait that begins now with a due time nearer than what one sleeps for is found that much later at most. */
const longestSleepMs = 1000
/** Whose row is locked is looked at again soon. */
const shortestSleepMs = 20

/** Records all waits that have run out by now, also those that did while no server ran. @returns how many. */
export async function recordAllMissed({ db, clock }: Omit<Deps, 'log'>): Promise<number> {
  let sum = 0
  for (;;) {
    const recorded = await inTransaction(db, (tx) => recordMissed(tx, clock(), portion))
    sum += recorded
    if (recorded < portion) return sum
  }
}

/**
 * Wakes when the next wait runs out and records it in that second. No job stands for a wait: its row does, so a message costs nothing
 * more, and nothing is lost with a process. All nodes look; whoever comes first records.
 */
export function startResponseClock(deps: Deps): { close(): Promise<void> } {
  const stopping = new AbortController()
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const sleepMs = await look(deps).catch((error: unknown) => {
        deps.log.warn({ error }, 'the response clock could not be read; trying again')
        return longestSleepMs
      })
      await setTimeout(sleepMs, null, { signal: stopping.signal }).catch(() => null)
    }
  }
  const running = run()
  return {
    async close() {
      stopping.abort()
      await running
    },
  }
}

async function look(deps: Deps): Promise<number> {
  let next = await findNextDue(deps.db)
  if (next !== null && next < deps.clock()) {
    await recordAllMissed(deps)
    next = await findNextDue(deps.db)
  }
  if (next === null) return longestSleepMs
  // It is exceeded the moment after.
  const untilMs = next.getTime() - deps.clock().getTime() + 1
  return Math.min(longestSleepMs, Math.max(shortestSleepMs, untilMs))
}
