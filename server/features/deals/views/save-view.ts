import { sql } from 'kysely'
import type { DealFilter } from '#contract/deal-filter'
import { mostSavedViews, type SavedView } from '#contract/saved-views'
import type { Viewer } from '#features/access'
import { isDatabaseError, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { countSavedViews, lockSavedView, mayChangeView, toView, type StoredView } from './saved-view-rows.ts'

type New = { id: string; name: string; isShared: boolean; filter: DealFilter }

/** Throws `session.forbidden`, `saved_view.too_many`. */
export async function createSavedView(tx: Tx, viewer: Viewer, given: New, now: Date): Promise<SavedView> {
  const { accountId, userId } = viewer
  const ownerId = given.isShared ? null : userId
  if (!mayChangeView(viewer, { ownerId })) throw new AppError('session.forbidden')
  const known = await lockSavedView(tx, viewer, given.id)
  if (known?.createdBy === userId) return toView(viewer, known)
  if ((await countSavedViews(tx, accountId, ownerId)) >= mostSavedViews)
    throw new AppError('saved_view.too_many')
  const { id, name, filter } = given
  try {
    await sql`insert into saved_views (account_id, id, owner_id, name, filter, created_by, created_at)
      values (${accountId}, ${id}, ${ownerId}, ${name}, ${JSON.stringify(filter)}::jsonb, ${userId}, ${now})`.execute(
      tx,
    )
  } catch (error) {
    if (!isDatabaseError(error) || error.constraint !== 'saved_views_pkey') throw error
    throw new AppError('request.invalid', {
      fields: [{ path: 'id', problem: 'taken', message: 'this id is taken' }],
    })
  }
  const view = { id, name, filter, ownerId, createdBy: userId }
  await tell(tx, viewer, view)
  return toView(viewer, view)
}

type Change = { viewId: string; name?: string | undefined; filter?: DealFilter | undefined }

/** Throws `saved_view.not_found`, `session.forbidden`. */
export async function changeSavedView(tx: Tx, viewer: Viewer, given: Change): Promise<SavedView> {
  const before = await lockOwn(tx, viewer, given.viewId)
  const view = { ...before, name: given.name ?? before.name, filter: given.filter ?? before.filter }
  await sql`update saved_views set name = ${view.name}, filter = ${JSON.stringify(view.filter)}::jsonb
    where account_id = ${viewer.accountId} and id = ${view.id}`.execute(tx)
  await tell(tx, viewer, view)
  return toView(viewer, view)
}

/** Throws `saved_view.not_found`, `session.forbidden`. */
export async function deleteSavedView(tx: Tx, viewer: Viewer, id: string): Promise<void> {
  const view = await lockOwn(tx, viewer, id)
  await sql`delete from saved_views where account_id = ${viewer.accountId} and id = ${id}`.execute(tx)
  await tell(tx, viewer, view)
}

async function lockOwn(tx: Tx, viewer: Viewer, id: string): Promise<StoredView> {
  const view = await lockSavedView(tx, viewer, id)
  if (!view) throw new AppError('saved_view.not_found')
  if (!mayChangeView(viewer, view)) throw new AppError('session.forbidden')
  return view
}

function tell(tx: Tx, { accountId }: Viewer, { ownerId }: StoredView): Promise<void> {
  return change(tx, { accountId, topic: 'saved_views', userId: ownerId })
}
