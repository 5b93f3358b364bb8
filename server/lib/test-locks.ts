import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Read } from './db.ts'

/** Waits until somebody waits in this database for what a transaction of a test holds. */
export async function waitedFor(db: Read): Promise<void> {
  const waiting = async (): Promise<number> =>
    (
      await sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    ).rows.length
  await expect.poll(waiting).toBeGreaterThan(0)
}
