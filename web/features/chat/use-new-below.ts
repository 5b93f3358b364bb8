import { useState } from 'react'

/** The newest line that was seen, and how many that came from others stand below it; `items` are the newest ones there are. */
export function useNewBelow<Item extends { id: string }>(
  items: readonly Item[],
  isAtEnd: boolean,
  isOfOthers: (item: Item) => boolean,
): { newCount: number; seenId: string | null } {
  const newestId = items.at(-1)?.id ?? null
  const [seenId, setSeenId] = useState(newestId)
  if (isAtEnd && seenId !== newestId) setSeenId(newestId)
  if (isAtEnd) return { newCount: 0, seenId: newestId }
  const seen = items.findLastIndex((item) => item.id === seenId)
  return { newCount: items.slice(seen + 1).filter(isOfOthers).length, seenId }
}
