import type { Viewer } from '#features/access'
import { listConversations, type ConversationWishes } from '#features/conversations'
import type { Read } from '#lib/db'

/** The numbers of all that ImBox finds, page after page in its order; at most so many. */
export async function listAll(
  db: Read,
  viewer: Viewer,
  wishes: ConversationWishes,
  most = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const numbers: number[] = []
  let cursor: string | undefined
  do {
    const page = await listConversations(db, viewer, { sort: 'recent', limit: 50, ...wishes, cursor })
    numbers.push(...page.items.map(({ number }) => number))
    cursor = page.next ?? undefined
  } while (cursor !== undefined && numbers.length < most)
  return numbers.slice(0, most)
}
