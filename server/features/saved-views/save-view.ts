import { sql } from 'kysely'
import { mostSavedViews } from '#contract/saved-views'
import type { Viewer } from '#features/access'
import { isDatabaseError, type Tx } from '#lib/db'
import { differenceOf } from '#lib/difference-of'
import { AppError, idTaken, tooMany } from '#lib/errors'
import { change, emitByHand } from '#lib/events'
import {
  countViews,
  lockView,
  mayChangeView,
  toView,
  type StoredView,
  type View,
  type ViewList,
} from './saved-view-rows.ts'

/** For so long a deleted view can be brought back. */
const keptForMs = 24 * 60 * 60 * 1000

type New<Filter> = { id: string; name: string; isShared: boolean; filter: Filter }

/** Throws `saved_view.too_many`. */
export async function createView<Filter>(
  tx: Tx,
  viewer: Viewer,
  list: ViewList<Filter>,
  given: New<Filter>,
  now: Date,
): Promise<View<Filter>> {
  const { accountId, userId } = viewer
  const ownerId = given.isShared ? null : userId
  const known = await lockView(tx, viewer, list, given.id)
  if (known?.createdBy === userId && known.deletedAt === null) return toView(viewer, list, known)
  await forgetDeleted(tx, accountId, now)
  if ((await countViews(tx, accountId, list, ownerId)) >= mostSavedViews)
    throw tooMany('saved_view.too_many', mostSavedViews)
  const { id, name, filter } = given
  try {
    await sql`insert into saved_views (account_id, id, list, owner_id, name, filter, created_by, created_at)
      values (${accountId}, ${id}, ${list.name}, ${ownerId}, ${name}, ${JSON.stringify(filter)}::jsonb, ${userId}, ${now})`.execute(
      tx,
    )
  } catch (error) {
    if (!isDatabaseError(error) || error.constraint !== 'saved_views_pkey') throw error
    throw idTaken()
  }
  const view = { id, name, filter, ownerId, createdBy: userId, deletedAt: null, isDefault: false }
  await tell(tx, viewer, { type: 'saved_view.created', view, after: { name, list: list.name } }, now)
  return toView(viewer, list, view)
}

type Change<Filter> = { viewId: string; name?: string | undefined; filter?: Filter | undefined }

/** Throws `saved_view.not_found`, `session.forbidden`. */
export async function changeView<Filter>(
  tx: Tx,
  viewer: Viewer,
  list: ViewList<Filter>,
  given: Change<Filter>,
  now: Date,
): Promise<View<Filter>> {
  const before = await lockOwn(tx, viewer, list, given.viewId)
  const view = { ...before, name: given.name ?? before.name, filter: given.filter ?? before.filter }
  await sql`update saved_views set name = ${view.name}, filter = ${JSON.stringify(view.filter)}::jsonb
    where account_id = ${viewer.accountId} and id = ${view.id}`.execute(tx)
  // What a filter is made of is long and of ids: that it is another is told.
  const isOther = given.filter !== undefined && !isSame(list.filter.parse(before.filter), given.filter)
  const difference = differenceOf(
    { name: before.name },
    { name: view.name, ...(isOther && { filter: 'given_anew' }) },
  )
  if (difference) await tell(tx, viewer, { type: 'saved_view.changed', view, ...difference }, now)
  return toView(viewer, list, view)
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Throws `saved_view.not_found`, `session.forbidden`. */
export async function deleteView(
  tx: Tx,
  viewer: Viewer,
  list: ViewList<unknown>,
  id: string,
  now: Date,
): Promise<void> {
  const view = await lockOwn(tx, viewer, list, id)
  await sql`update saved_views set deleted_at = ${now} where account_id = ${viewer.accountId} and id = ${id}`.execute(
    tx,
  )
  const before = { name: view.name, list: list.name }
  await tell(tx, viewer, { type: 'saved_view.deleted', view, before }, now)
}

/** Throws `saved_view.not_found`, `session.forbidden`. */
export async function restoreView<Filter>(
  tx: Tx,
  viewer: Viewer,
  list: ViewList<Filter>,
  id: string,
  now: Date,
): Promise<View<Filter>> {
  const view = await lockView(tx, viewer, list, id)
  if (!view) throw new AppError('saved_view.not_found')
  if (!mayChangeView(viewer, view)) throw new AppError('session.forbidden')
  await sql`update saved_views set deleted_at = null where account_id = ${viewer.accountId} and id = ${id}`.execute(
    tx,
  )
  const after = { name: view.name, list: list.name }
  if (view.deletedAt !== null) await tell(tx, viewer, { type: 'saved_view.restored', view, after }, now)
  return toView(viewer, list, view)
}

/** The order and the default view of one's own. Throws `saved_view.not_found` when the default is none of one's views. */
export async function arrangeViews(
  tx: Tx,
  viewer: Viewer,
  list: ViewList<unknown>,
  { viewIds, defaultId }: { viewIds: string[]; defaultId: string | null },
): Promise<void> {
  const view = defaultId === null ? null : await lockView(tx, viewer, list, defaultId)
  if (defaultId !== null && (!view || view.deletedAt !== null)) throw new AppError('saved_view.not_found')
  await sql`insert into view_arrangements (account_id, user_id, list, view_ids, default_id)
    values (${viewer.accountId}, ${viewer.userId}, ${list.name}, ${viewIds}::uuid[], ${defaultId})
    on conflict (account_id, user_id, list) do update set view_ids = excluded.view_ids, default_id = excluded.default_id`.execute(
    tx,
  )
  await tellList(tx, viewer, viewer.userId)
}

async function lockOwn(tx: Tx, viewer: Viewer, list: ViewList<unknown>, id: string): Promise<StoredView> {
  const view = await lockView(tx, viewer, list, id)
  if (!view || view.deletedAt !== null) throw new AppError('saved_view.not_found')
  if (!mayChangeView(viewer, view)) throw new AppError('session.forbidden')
  return view
}

async function forgetDeleted(tx: Tx, accountId: number, now: Date): Promise<void> {
  await sql`delete from saved_views where account_id = ${accountId}
    and deleted_at < ${new Date(now.getTime() - keptForMs)}`.execute(tx)
}

type Fact = {
  type: 'saved_view.created' | 'saved_view.changed' | 'saved_view.deleted' | 'saved_view.restored'
  view: Pick<StoredView, 'id' | 'ownerId'>
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** What is one's own is nobody else's news. */
async function tell(tx: Tx, viewer: Viewer, { view, ...fact }: Fact, now: Date): Promise<void> {
  const { id, ownerId } = view
  if (ownerId === null) await emitByHand(tx, viewer, { ...fact, subject: { kind: 'saved_view', id } }, now)
  await tellList(tx, viewer, ownerId)
}

function tellList(tx: Tx, { accountId }: Viewer, ownerId: number | null): Promise<void> {
  return change(tx, { accountId, topic: 'saved_views', userId: ownerId })
}
