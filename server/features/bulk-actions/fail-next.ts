import type { Tx } from '#lib/db'
import { lockAction, saveAction } from './action-rows.ts'
import { nextItems, nextToUndo, saveOutcomes, saveUndone } from './items.ts'
import { withOutcomes, type Asked } from './run-portion.ts'

/** Sets the next conversation aside as one that could not be done, or put back. */
export async function failNext(tx: Tx, { accountId, id }: Asked): Promise<void> {
  const row = await lockAction(tx, accountId, id)
  const of = { accountId, actionId: id }
  if (row?.state === 'running') {
    const [item] = await nextItems(tx, of, 1)
    if (!item) return
    const outcomes = [{ number: item.number, outcome: 'failed' as const, reason: 'unexpected' as const }]
    await saveOutcomes(tx, of, outcomes)
    await saveAction(tx, accountId, withOutcomes(row, outcomes))
  } else if (row?.state === 'undoing') {
    const [item] = await nextToUndo(tx, of, 1)
    if (!item) return
    await saveUndone(tx, of, item.number, 'kept')
    await saveAction(tx, accountId, { ...row, kept: row.kept + 1 })
  }
}
