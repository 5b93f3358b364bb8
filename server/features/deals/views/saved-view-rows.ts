import { sql } from 'kysely'
import { mostSavedViews, type SavedView } from '#contract/saved-views'
import type { Viewer } from '#features/access'
import type { Read, Tx } from '#lib/db'

/** `ownerId` null: shared. */
export type StoredView = Pick<SavedView, 'id' | 'name' | 'filter'> & {
  ownerId: number | null
  createdBy: number
}

const columns = sql`w.id, w.name, w.filter, w.owner_id as "ownerId", w.created_by as "createdBy"`

/** One's own views, then the shared ones, each by name. */
export async function listSavedViews(db: Read, viewer: Viewer): Promise<SavedView[]> {
  const { rows } = await sql<StoredView>`select ${columns} from saved_views w
    where w.account_id = ${viewer.accountId} and (w.owner_id = ${viewer.userId} or w.owner_id is null)
    order by w.owner_id nulls last, lower(w.name), w.id limit ${2 * mostSavedViews}`.execute(db)
  return rows.map((row) => toView(viewer, row))
}

/** One that the viewer has, under its lock. */
export async function lockSavedView(tx: Tx, viewer: Viewer, id: string): Promise<StoredView | null> {
  const { rows } = await sql<StoredView>`select ${columns} from saved_views w
    where w.account_id = ${viewer.accountId} and w.id = ${id} and (w.owner_id = ${viewer.userId} or w.owner_id is null)
    for update`.execute(tx)
  return rows[0] ?? null
}

export async function countSavedViews(tx: Tx, accountId: number, ownerId: number | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from saved_views
    where account_id = ${accountId} and owner_id is not distinct from ${ownerId}`.execute(tx)
  return rows[0]?.count ?? 0
}

export function mayChangeView(viewer: Viewer, { ownerId }: Pick<StoredView, 'ownerId'>): boolean {
  return ownerId === null ? viewer.mayChangeSettings : ownerId === viewer.userId
}

export function toView(viewer: Viewer, row: StoredView): SavedView {
  const { id, name, filter, ownerId } = row
  return { id, name, filter, isShared: ownerId === null, canChange: mayChangeView(viewer, row) }
}
