import { sql } from 'kysely'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { seesEvent } from './sees-event.ts'

/** Whether the viewer may know of any of these events. */
export async function areKnown(db: Read, viewer: Viewer, ids: string[]): Promise<boolean> {
  if (viewer.isAdmin) return true
  const { rows } = await sql`select from events e where e.account_id = ${viewer.accountId}
    and e.id = any(${ids}::uuid[]) and ${seesEvent(viewer, 'e')} limit 1`.execute(db)
  return rows.length > 0
}
