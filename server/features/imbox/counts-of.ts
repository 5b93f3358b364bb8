import type { Counts } from '#contract/conversations'
import type { Viewer } from '#features/access'
import { countConversations, countMarked } from '#features/conversations'
import { countUnread } from '#features/notifications'
import type { Read } from '#lib/db'

/** Every number that stands beside a preset or the bell, exact, of what this viewer sees. */
export async function countsOf(db: Read, viewer: Viewer): Promise<Counts> {
  const [inbox, marked, notifications] = await Promise.all([
    countConversations(db, viewer),
    countMarked(db, viewer),
    countUnread(db, viewer),
  ])
  return { ...inbox, ...marked, notifications }
}
