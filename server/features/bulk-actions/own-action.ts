import type { BulkAction } from '#contract/bulk-actions'
import type { Viewer } from '#features/access'
import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { addJob } from '#lib/jobs'
import { canUndo, lockAction, saveAction, tellAuthor, toBulkAction, type ActionRow } from './action-rows.ts'
import { endAction } from './run-portion.ts'

type Own = Pick<Viewer, 'accountId' | 'userId'>

/** One's own action under its lock; somebody else's is not there. */
async function lockOwn(tx: Tx, { accountId, userId }: Own, id: string): Promise<ActionRow> {
  const row = await lockAction(tx, accountId, id)
  if (!row || row.byUserId !== userId) throw new AppError('bulk_action.not_found')
  return row
}

/** What is done stays done; stopping one that has ended changes nothing. */
export async function stopAction(tx: Tx, own: Own, id: string, now: Date): Promise<BulkAction> {
  const row = await lockOwn(tx, own, id)
  if (row.state !== 'counting' && row.state !== 'running') return toBulkAction(row)
  const stopped: ActionRow = { ...row, state: 'stopped', endedAt: now }
  await endAction(tx, own.accountId, stopped, now)
  return toBulkAction(stopped)
}

/** Puts back, by a job, what nobody has changed since. Throws `bulk_action.not_undoable`. */
export async function undoAction(tx: Tx, own: Own, id: string): Promise<BulkAction> {
  const row = await lockOwn(tx, own, id)
  if (row.state === 'undoing' || row.state === 'undone') return toBulkAction(row)
  if (!canUndo(row)) throw new AppError('bulk_action.not_undoable')
  const undoing: ActionRow = { ...row, state: 'undoing', endedAt: null }
  await saveAction(tx, own.accountId, undoing)
  await addJob(tx, 'bulk-action.go', { accountId: own.accountId, id }, { key: `bulk-action:${id}` })
  return toBulkAction(undoing)
}

/** Its end was seen: no window shows it any more. One that goes on is shown all the same. */
export async function putAwayAction(tx: Tx, own: Own, id: string, now: Date): Promise<void> {
  const row = await lockOwn(tx, own, id)
  if (row.endedAt === null) return
  await sql`update bulk_actions set put_away_at = ${now} where account_id = ${own.accountId} and id = ${id}`.execute(
    tx,
  )
  await tellAuthor(tx, own.accountId, row, true)
}
