import type { Tx } from '#lib/db'
import { lockAction, saveAction } from './action-rows.ts'
import { nextItems, nextToUndo, saveOutcomes, saveUndone } from './items.ts'
import { withOutcomes, type Asked } from './run-portion.ts'

/**
 * Sets the next conversation aside as one that could not be done, or put back. Where it is no conversation that fails, the action
 * ends, telling nobody but its author: another attempt would fail the same way.
 */
export async function failNext(tx: Tx, { accountId, id }: Asked, now: Date): Promise<void> {
  const row = await lockAction(tx, accountId, id)
  const of = { accountId, actionId: id }
  if (row?.state === 'counting') {
    await saveAction(tx, accountId, { ...row, state: 'stopped', endedAt: now })
  } else if (row?.state === 'running') {
    const [item] = await nextItems(tx, of, 1)
    if (!item) return saveAction(tx, accountId, { ...row, state: 'done', endedAt: now })
    const outcomes = [{ number: item.number, outcome: 'failed' as const, reason: 'unexpected' as const }]
    await saveOutcomes(tx, of, outcomes)
    await saveAction(tx, accountId, withOutcomes(row, outcomes))
  } else if (row?.state === 'undoing') {
    const [item] = await nextToUndo(tx, of, 1)
    if (!item) return saveAction(tx, accountId, { ...row, state: 'undone', endedAt: now })
    await saveUndone(tx, of, item.number, 'kept')
    await saveAction(tx, accountId, { ...row, kept: row.kept + 1 })
  }
}
