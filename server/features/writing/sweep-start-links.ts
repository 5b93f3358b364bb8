import { sql } from 'kysely'
import type { Db } from '#lib/db'

/** Deletes links that nobody came by in time. */
export async function sweepStartLinks(db: Db, now: Date): Promise<void> {
  await sql`delete from start_links where account_id in (select id from accounts) and expires_at < ${now}
    and used_at is null`.execute(db)
}
