import type { BulkReason } from '#contract/bulk-actions'
import type { Viewer } from '#features/access'
import { giveConversation } from '#features/hand-over'
import type { Tx } from '#lib/db'
import { findHolder } from './find-holder.ts'

/** Makes a colleague responsible as by hand, but for the word to him: of many he is told once. @returns what it was before. */
export async function assignOne(
  tx: Tx,
  viewer: Viewer,
  { number, toUserId }: { number: number; toUserId: number },
  now: Date,
): Promise<Record<string, unknown> | BulkReason> {
  const before = await findHolder(tx, viewer, number)
  if (!before) return 'not_found'
  if (before.responsibleUserId === toUserId) return 'same'
  await giveConversation(tx, viewer, { number, toUserId, comment: '' }, now)
  return before
}
