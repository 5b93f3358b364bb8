import { sql } from 'kysely'
import type { Db } from '#lib/db'

/** Links that have not worked for a day tell nothing any more. */
export async function sweepResets(db: Db, now: Date): Promise<void> {
  await sql`delete from password_resets where expires_at < ${new Date(now.getTime() - 86_400_000)}`.execute(
    db,
  )
}
