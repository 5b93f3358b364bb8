import { sql } from 'kysely'
import type { z } from 'zod'
import { mostSavedViews } from '#contract/saved-views'
import type { Viewer } from '#features/access'
import type { Read, Tx } from '#lib/db'

/** A list that has views, and what is kept of it. */
export type ViewList<Filter> = { name: 'deals' | 'imbox'; filter: z.ZodType<Filter> }

export type View<Filter> = {
  id: string
  name: string
  isShared: boolean
  filter: Filter
  canChange: boolean
  isDefault: boolean
}

/** `ownerId` null: shared. */
export type StoredView = {
  id: string
  name: string
  filter: unknown
  ownerId: number | null
  createdBy: number
  deletedAt: Date | null
  isDefault: boolean
}

const columns = sql`w.id, w.name, w.filter, w.owner_id as "ownerId", w.created_by as "createdBy", w.deleted_at as "deletedAt",
  coalesce(a.default_id = w.id, false) as "isDefault"`
const arranged = sql`saved_views w left join view_arrangements a on a.account_id = w.account_id and a.list = w.list`

/** As one has arranged them; of the rest, one's own views come before the shared ones, each by name. */
export async function listViews<Filter>(
  db: Read,
  viewer: Viewer,
  list: ViewList<Filter>,
): Promise<View<Filter>[]> {
  const { accountId, userId } = viewer
  const { rows } = await sql<StoredView>`select ${columns} from ${arranged} and a.user_id = ${userId}
    where w.account_id = ${accountId} and w.list = ${list.name} and (w.owner_id = ${userId} or w.owner_id is null)
      and w.deleted_at is null
    order by array_position(a.view_ids, w.id) nulls last, w.owner_id nulls last, lower(w.name), w.id limit ${sql.lit(2 * mostSavedViews)}`.execute(
    db,
  )
  return rows.map((row) => toView(viewer, list, row))
}

/** One that the viewer has, deleted or not, under its lock. */
export async function lockView(
  tx: Tx,
  { accountId, userId }: Viewer,
  list: Pick<ViewList<unknown>, 'name'>,
  id: string,
): Promise<StoredView | null> {
  const { rows } = await sql<StoredView>`select ${columns} from ${arranged} and a.user_id = ${userId}
    where w.account_id = ${accountId} and w.list = ${list.name} and w.id = ${id} and (w.owner_id = ${userId} or w.owner_id is null)
    for update of w`.execute(tx)
  return rows[0] ?? null
}

export async function countViews(
  tx: Tx,
  accountId: number,
  list: Pick<ViewList<unknown>, 'name'>,
  ownerId: number | null,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from saved_views
    where account_id = ${accountId} and list = ${list.name} and owner_id is not distinct from ${ownerId} and deleted_at is null`.execute(
    tx,
  )
  return rows[0]?.count ?? 0
}

/** A shared one is its author's to change, and theirs who may change settings. */
export function mayChangeView(
  viewer: Viewer,
  { ownerId, createdBy }: Pick<StoredView, 'ownerId' | 'createdBy'>,
): boolean {
  return ownerId === null
    ? viewer.mayChangeSettings || createdBy === viewer.userId
    : ownerId === viewer.userId
}

export function toView<Filter>(viewer: Viewer, list: ViewList<Filter>, row: StoredView): View<Filter> {
  const { id, name, ownerId, isDefault } = row
  const filter = list.filter.parse(row.filter)
  return { id, name, filter, isShared: ownerId === null, canChange: mayChangeView(viewer, row), isDefault }
}
