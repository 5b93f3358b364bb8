import { z } from 'zod'
import { bulkAction } from '#contract/bulk-actions'
import type { LiveChange } from '#contract/live'
import type { Viewer } from '#features/access'
import type { Change } from '#lib/changes'

const patch = z.object({ action: bulkAction, isAway: z.boolean() })

/** How far the viewer's own mass actions have come: of each the newest word. */
export function bulkActionFor({ userId }: Viewer, changes: readonly Change[]): LiveChange[] {
  const newest = new Map<string, LiveChange>()
  for (const change of changes) {
    if (change.topic !== 'bulk_action' || change.userId !== userId) continue
    const told = patch.parse(change.patch)
    newest.set(told.action.id, { topic: 'bulk_action', ...told })
  }
  return [...newest.values()]
}
