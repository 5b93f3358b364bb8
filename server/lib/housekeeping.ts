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
      await pruneChanges(deps.db, new Date(now - keptMs.changes))
      await sql`delete from inbound_keys where at < ${new Date(now - keptMs.inboundKeys)}`.execute(deps.db)
      await sql`delete from made_things where at < ${new Date(now - keptMs.madeThings)}`.execute(deps.db)
      for (const sweep of deps.sweeps) await sweep(new Date(now))
    },
  }
}
