import { useDebouncedValue } from '@mantine/hooks'
import { useLocation } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { instant } from '#contract/common'
import type { FeedGroup } from '#contract/feed'
import type { FeedView } from './use-card-feed.ts'
import { useFeedFilter } from './use-feed-filter.ts'

const typingMs = 250

export type FeedViewing = FeedView & {
  /** As it stands in its field: what is asked for follows when one has stopped typing. */
  typed: string
  /** Grows when another place of the feed is looked at. */
  turn: number
  hide: (groups: readonly FeedGroup[]) => void
  type: (text: string) => void
  /** Shows the feed from an instant on, whatever was looked for; null: its newest lines. */
  jumpTo: (since: string | null) => void
  /** Shows a line in its place, by its key. */
  showLine: (line: string) => void
}

/** Where in the feed one looks: from an instant on, around a line, or, with neither, at its newest lines. */
type Place = { since: string | null; line: string | null; turn: number }

/**
 * A link can lead to an instant of the feed, `#since=2026-11-26T09:00:00.000Z`, or to a line of it, `#line=` and its key, which says
 * more than the instant.
 */
function placeOf(hash: string): Omit<Place, 'turn'> {
  const given = new URLSearchParams(hash)
  const [since, line] = [given.get('since'), given.get('line')]
  return { since: line === null && instant.safeParse(since).success ? since : null, line }
}

/** What of a feed one looks at; `path`: of the page that it stands on. */
export function useFeedView(path: string): FeedViewing {
  const [hiddenByUser, hide] = useFeedFilter()
  const [typed, setTyped] = useState('')
  const [place, go] = usePlace(path)
  const [settled] = useDebouncedValue(typed.trim(), typingMs)
  const search = typed === '' ? '' : settled
  return useMemo(() => {
    const leadTo = (to: Partial<Place>): void => {
      setTyped('')
      go({ since: null, line: null, ...to })
    }
    // What is looked for is looked for in all of the feed.
    const { since, line } = search === '' ? place : { since: null, line: null }
    const shown = line === null ? [] : groupsOf(line)
    return {
      hidden: hiddenByUser.filter((group) => !shown.includes(group)),
      search,
      since,
      line,
      turn: place.turn,
      typed,
      hide: (groups) => {
        // Who hides the kind of line that he came for has seen it.
        if (groups.some((group) => shown.includes(group))) leadTo({})
        hide(groups)
      },
      type: setTyped,
      jumpTo: (to) => leadTo({ since: to }),
      showLine: (key) => leadTo({ line: key }),
    }
  }, [hiddenByUser, search, place, go, typed, hide])
}

/** A line that one came for is shown although the filter hides its kind. */
function groupsOf(line: string): readonly FeedGroup[] {
  if (line.startsWith('note:')) return ['notes']
  if (line.startsWith('task:')) return ['tasks']
  return ['messages', 'internal']
}

/** Begins where the address leads, and goes on there when it leads elsewhere on the same page. */
function usePlace(path: string): [Place, (to: Omit<Place, 'turn'>) => void] {
  const { pathname, hash, state } = useLocation()
  const { __TSR_key: visit } = state
  const [come, setCome] = useState(visit)
  const [place, setPlace] = useState<Place>(() => ({ ...placeOf(hash), turn: 0 }))
  if (come !== visit && pathname === path) {
    setCome(visit)
    if (hash !== '') setPlace({ ...placeOf(hash), turn: place.turn + 1 })
  }
  const [go] = useState(
    () =>
      (to: Omit<Place, 'turn'>): void =>
        setPlace((old) => ({ ...to, turn: old.turn + 1 })),
  )
  return [place, go]
}
