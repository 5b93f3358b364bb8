import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { instant } from '#contract/common'
import type { FeedGroup } from '#contract/feed'
import type { FeedView } from './use-card-feed.ts'
import { useFeedFilter } from './use-feed-filter.ts'

const typingMs = 250

export type FeedViewing = FeedView & {
  /** As it stands in its field: what is asked for follows when one has stopped typing. */
  typed: string
  hide: (groups: readonly FeedGroup[]) => void
  type: (text: string) => void
  /** Shows the feed from an instant on, whatever was looked for; null: its newest lines. */
  jumpTo: (since: string | null) => void
}

/** A link can lead to an instant of the feed: #since=2026-11-26T09:00:00.000Z. */
function sinceOfAddress(): string | null {
  const since = new URLSearchParams(location.hash.slice(1)).get('since')
  return instant.safeParse(since).success ? since : null
}

/** … and show a line of it: &line=, the line's key. */
export function lineOfAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get('line')
}

/** What of a card's feed one looks at. */
export function useFeedView(): FeedViewing {
  const [hidden, hide] = useFeedFilter()
  const [typed, setTyped] = useState('')
  const [since, setSince] = useState(sinceOfAddress)
  const [settled] = useDebouncedValue(typed.trim(), typingMs)
  const search = typed === '' ? '' : settled
  return useMemo(
    () => ({
      hidden,
      search,
      // What is looked for is looked for in all of the feed.
      since: search === '' ? since : null,
      typed,
      hide,
      type: setTyped,
      jumpTo: (to) => {
        setTyped('')
        setSince(to)
      },
    }),
    [hidden, search, since, typed, hide],
  )
}
