import { sql } from 'kysely'
import type { Db } from '#lib/db'

const keptDays = 30

/** Forgets actions that ended long ago, with what they would put back. */
export async function sweepBulkActions(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 24 * 60 * 60 * 1000)
  await sql`delete from bulk_actions where ended_at < ${before}`.execute(db)
}
