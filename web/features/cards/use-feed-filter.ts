import { useState } from 'react'
import { feedGroups } from './feed-lines.ts'
import type { FeedGroup } from './feed-lines.ts'

const key = 'beseda.feed.hidden'

/** Which groups of events one does not want to see in cards; remembered on this device. */
export function useFeedFilter(): [ReadonlySet<FeedGroup>, (group: FeedGroup, isShown: boolean) => void] {
  const [hidden, setHidden] = useState(recall)
  const show = (group: FeedGroup, isShown: boolean): void => {
    const next = new Set(hidden)
    if (isShown) next.delete(group)
    else next.add(group)
    setHidden(next)
    try {
      localStorage.setItem(key, JSON.stringify([...next]))
    } catch {
      // Storage is closed to us: the choice lasts as long as the page.
    }
  }
  return [hidden, show]
}

function recall(): ReadonlySet<FeedGroup> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return new Set(Array.isArray(kept) ? feedGroups.filter((group) => kept.includes(group)) : [])
  } catch {
    return new Set()
  }
}
