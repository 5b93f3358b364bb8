import { conversationFilter } from '#contract/conversation-filter'
import { findViewer, type Viewer } from '#features/access'
import { notify } from '#features/notifications'
import type { Tx } from '#lib/db'
import { lockAction, saveAction, type ActionRow } from './action-rows.ts'
import { applyChange } from './apply-change.ts'
import { insertItems, nextItems, nextToUndo, saveOutcomes, saveUndone, type Outcome } from './items.ts'
import { targetCondition } from './target-condition.ts'
import { undoItem } from './undo-item.ts'
import { isStateKind } from './why-not.ts'

export type Asked = { accountId: number; id: string }

/** So many at a time: others wait for their locks no longer than a moment, and what was done stays done when a process dies. */
const portion = 100

/**
 * One step of an action in one transaction: what its filter finds is taken in, a portion is done, or a portion is put back. The
 * row's lock lets one node work at a time. @returns whether there may be more.
 */
export async function runPortion(
  tx: Tx,
  { accountId, id }: Asked,
  now: Date,
  most = portion,
): Promise<boolean> {
  const row = await lockAction(tx, accountId, id)
  if (!row || !['counting', 'running', 'undoing'].includes(row.state)) return false
  // Rights are those of now; whoever has left does nothing more.
  const viewer = await findViewer(tx, accountId, row.byUserId)
  if (!viewer)
    return endAction(tx, accountId, { ...row, state: row.state === 'undoing' ? 'undone' : 'stopped' }, now)
  if (row.state === 'counting') return takeIn(tx, viewer, row)
  if (row.state === 'undoing') return undoSome(tx, viewer, row, now)
  return doSome(tx, viewer, row, most, now)
}

async function takeIn(tx: Tx, viewer: Viewer, row: ActionRow): Promise<boolean> {
  const { accountId } = viewer
  const condition = targetCondition(viewer, { filter: conversationFilter.parse(row.filter) })
  const total = await insertItems(tx, { accountId, actionId: row.id }, condition, row.at)
  await saveAction(tx, accountId, { ...row, state: 'running', total })
  return true
}

async function doSome(tx: Tx, viewer: Viewer, row: ActionRow, most: number, now: Date): Promise<boolean> {
  const { accountId } = viewer
  const of = { accountId, actionId: row.id }
  // What goes to cards takes locks in another order than the next item would.
  const items = await nextItems(tx, of, isStateKind(row.change.kind) ? most : 1)
  if (items.length === 0) return endAction(tx, accountId, { ...row, state: 'done' }, now)
  const outcomes = await applyChange(tx, viewer, row.change, items, now)
  await saveOutcomes(tx, of, outcomes)
  await saveAction(tx, accountId, withOutcomes(row, outcomes))
  return true
}

export function withOutcomes(row: ActionRow, outcomes: readonly Outcome[]): ActionRow {
  const count = (what: Outcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === what).length
  return {
    ...row,
    done: row.done + count('done'),
    skipped: row.skipped + count('skipped'),
    failed: row.failed + count('failed'),
  }
}

async function undoSome(tx: Tx, viewer: Viewer, row: ActionRow, now: Date): Promise<boolean> {
  const { accountId } = viewer
  const of = { accountId, actionId: row.id }
  const [item] = await nextToUndo(tx, of, 1)
  if (!item) return endAction(tx, accountId, { ...row, state: 'undone' }, now)
  const isUndone = await undoItem(tx, viewer, row.change, item, now)
  await saveUndone(tx, of, item.number, isUndone ? 'undone' : 'kept')
  const counts = isUndone ? { undone: row.undone + 1 } : { kept: row.kept + 1 }
  await saveAction(tx, accountId, { ...row, ...counts })
  return true
}

/** Whoever answers for many conversations now is told once. @returns that there is no more. */
export async function endAction(tx: Tx, accountId: number, row: ActionRow, now: Date): Promise<false> {
  await saveAction(tx, accountId, { ...row, endedAt: now })
  if (row.change.kind !== 'assign' || row.state === 'undone' || row.done === 0) return false
  await notify(tx, {
    accountId,
    kind: 'assignment',
    userIds: [row.change.toUserId],
    subject: `many:${row.byUserId}`,
    byUserId: row.byUserId,
    text: '',
    count: row.done,
    at: now,
  })
  return false
}
