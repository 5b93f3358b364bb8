import { sql } from 'kysely'
import type { Db } from '#lib/db'

const keptMs = 90 * 86_400_000

/** What was read so long ago nobody looks for any more. */
export async function sweepNotifications(db: Db, now: Date): Promise<void> {
  await sql`delete from notifications where read_at < ${new Date(now.getTime() - keptMs)}`.execute(db)
}
