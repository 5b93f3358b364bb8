import type { BulkAction, BulkChange, BulkTarget } from '#contract/bulk-actions'
import { requireActiveUser, type Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { idTaken } from '#lib/errors'
import { addJob } from '#lib/jobs'
import { insertAction, lockAction, saveAction, toBulkAction } from './action-rows.ts'
import { insertItems } from './items.ts'
import { targetCondition } from './target-condition.ts'

type Wish = { id: string; change: BulkChange; target: BulkTarget }

/**
 * Begins a mass action; a job does it. Conversations that are named are taken in at once, those of a filter by the job. A repeat of
 * the id answers how far the first has come. Throws `user.not_found`, `request.invalid` when the id is somebody else's.
 */
export async function startAction(
  tx: Tx,
  viewer: Viewer,
  { id, change, target }: Wish,
  now: Date,
): Promise<BulkAction> {
  const { accountId, userId } = viewer
  if (change.kind === 'assign') await requireActiveUser(tx, accountId, change.toUserId)
  const filter = 'filter' in target ? target.filter : null
  const state = filter ? 'counting' : 'running'
  const isNew = await insertAction(tx, accountId, { id, change, filter, byUserId: userId, at: now, state })
  const row = await lockAction(tx, accountId, id)
  if (!row || row.byUserId !== userId) {
    throw idTaken()
  }
  if (!isNew) return toBulkAction(row)
  const total = filter
    ? 0
    : await insertItems(tx, { accountId, actionId: id }, targetCondition(viewer, target), now)
  const begun = { ...row, total }
  await saveAction(tx, accountId, begun)
  await addJob(tx, 'bulk-action.go', { accountId, id }, { key: `bulk-action:${id}` })
  return toBulkAction(begun)
}
