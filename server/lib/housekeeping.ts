import { sql } from 'kysely'
import { pruneChanges } from './changes.ts'
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'
import type { Jobs } from './jobs.ts'

const hourMs = 60 * 60 * 1000
const keptMs = { changes: 48 * hourMs, inboundKeys: 8 * 24 * hourMs, madeThings: 7 * 24 * hourMs }

/** What grows and is of no use after a while; once an hour by one node. */
export const housekeepingCrontab = '17 * * * * housekeeping'

export function housekeepingJobs(deps: {
  db: Db
  clock: Clock
  /** What features clear away, each by its own rules. */
  sweeps: readonly ((now: Date) => Promise<void>)[]
}): Jobs {
  return {
    async housekeeping() {
      const now = deps.clock().getTime()
      const before = (ageMs: number): Date => new Date(now - ageMs)
      const errors: unknown[] = []
      for (const sweep of [
        () => pruneChanges(deps.db, before(keptMs.changes)),
        () => sql`delete from inbound_keys where at < ${before(keptMs.inboundKeys)}`.execute(deps.db),
        () => sql`delete from made_things where at < ${before(keptMs.madeThings)}`.execute(deps.db),
        ...deps.sweeps.map((one) => () => one(before(0))),
      ]) {
        // One that fails every time must not keep the others from their work.
        await sweep().catch((error: unknown) => errors.push(error))
      }
      if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('; '))
    },
  }
}
