import type { BulkReason } from '#contract/bulk-actions'
import type { Viewer } from '#features/access'
import { changeTags } from '#features/tags'
import type { Tx } from '#lib/db'
import { findHolder } from './find-holder.ts'

/** Puts a tag on the card of a conversation. @returns what was put where. */
export async function tagOne(
  tx: Tx,
  viewer: Viewer,
  { number, tag }: { number: number; tag: string },
  now: Date,
): Promise<Record<string, unknown> | BulkReason> {
  const found = await findHolder(tx, viewer, number)
  if (!found) return 'not_found'
  const { holder } = found
  if (holder.kind === 'contact') return 'no_card'
  const { added } = await changeTags(tx, viewer, holder, { add: [tag], removeIds: [] }, { now })
  const tagIds = added.map(({ id }) => id)
  return tagIds.length === 0 ? 'same' : { holder, tagIds }
}
