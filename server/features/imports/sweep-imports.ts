import { sql } from 'kysely'
import { undoDays } from '#contract/imports'
import type { Db } from '#lib/db'

const dayMs = 24 * 60 * 60 * 1000
/** Nobody goes on with what was left half-way for so long. */
const draftDays = 7

/** Forgets imports that were never run, and what those of long ago have changed: values of people are kept no longer than needed. */
export async function sweepImports(db: Db, now: Date): Promise<void> {
  const drafts = new Date(now.getTime() - draftDays * dayMs)
  await sql`delete from imports where state in ('draft', 'checked', 'failed') and created_at < ${drafts}`.execute(
    db,
  )
  const ended = new Date(now.getTime() - undoDays * dayMs)
  await sql`delete from import_rows r using imports i where i.account_id = r.account_id and i.id = r.import_id
    and i.ended_at < ${ended} and i.state in ('done', 'cancelled', 'undone')`.execute(db)
  await sql`update imports set columns = '[]' where ended_at < ${ended} and columns <> '[]'`.execute(db)
}
