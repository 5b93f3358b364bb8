import { z } from 'zod'
import type { LiveChange } from '#contract/live'
import type { Viewer } from '#features/access'
import { findSeenChats, type InternalChange } from '#features/internal'
import type { Change } from '#lib/changes'
import type { Read } from '#lib/db'

/** What one viewer is told of chats of colleagues; no role sees into one that he is not in. */
export async function internalFor(
  db: Read,
  viewer: Viewer,
  changes: readonly InternalChange[],
): Promise<LiveChange[]> {
  const seen = await findSeenChats(db, viewer, [...new Set(changes.map(({ chatId }) => chatId))])
  return changes.flatMap((one): LiveChange[] => {
    const { chatId } = one
    if (one.topic === 'internal.chat' && one.gone === viewer.userId)
      return [{ topic: one.topic, chatId, isGone: true }]
    if (!seen.has(chatId)) return []
    switch (one.topic) {
      case 'internal.message':
        return [{ topic: one.topic, message: one.message, isNew: one.isNew }]
      case 'internal.chat':
        return [{ topic: one.topic, chatId, isGone: false }]
      case 'internal.draft':
        return one.userId === viewer.userId ? [{ topic: one.topic, chatId, version: one.version }] : []
      case 'internal.read':
        return [{ topic: one.topic, chatId, userId: one.userId, upTo: one.upTo }]
      case 'internal.typing':
        return one.userId === viewer.userId ? [] : [{ topic: one.topic, chatId, userId: one.userId }]
    }
  })
}

const touched = z.object({ userIds: z.array(z.number()) })

/** Whether this user came to see a card, or sees it no longer. */
export function isTouched({ topic, patch }: Change, userId: number): boolean {
  return topic === 'participants' && touched.safeParse(patch).data?.userIds.includes(userId) === true
}
