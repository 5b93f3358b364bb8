import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
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

/** What of a card's feed one looks at. */
export function useFeedView(): FeedViewing {
  const [hidden, hide] = useFeedFilter()
  const [typed, setTyped] = useState('')
  const [since, setSince] = useState<string | null>(null)
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
      jumpTo: (instant) => {
        setTyped('')
        setSince(instant)
      },
    }),
    [hidden, search, since, typed, hide],
  )
}
