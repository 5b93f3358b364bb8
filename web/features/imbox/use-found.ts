import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { countFound } from '#contract/conversations'
import type { Counts } from '#contract/conversations'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { choicesOf, heldBy, wishesOf } from './list-filter.ts'
import type { ImboxFilter } from './list-filter.ts'

export type Found = { count: number; isMore: boolean }

const pauseMs = 3000
/** Who has waited long enough by now comes in, though nothing happened. */
export const byClockMs = 30_000

/** How many the list has: by a counter where one says it, else counted by the server, and again while things change. */
export function useFound(filter: ImboxFilter, counts: Counts | undefined): Found | null {
  const client = useQueryClient()
  const preset = presetOf(filter)
  const { sort: _sort, ...wishes } = wishesOf({ ...heldBy(filter), sort: 'recent' })
  const key = ['conversations', 'found', JSON.stringify(wishes)] as const
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(countFound, wishes, { signal }),
    enabled: preset === null,
    ...(wishes.waitingLonger ? { refetchInterval: byClockMs } : {}),
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useLive('counts', () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: ['conversations', 'found'] })
    }, pauseMs)
  })
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  if (preset !== null) return counts ? { count: counts[preset], isMore: false } : null
  return data ?? null
}

/** The counter that says how many there are; the lists of one's marks hold closed ones too, which no counter counts. */
function presetOf(filter: ImboxFilter): 'open' | 'unanswered' | 'mine' | 'unread' | null {
  const { preset, sort, search } = filter
  const made = choicesOf(filter)
  if (search || preset === 'starred' || preset === 'subscribed') return null
  if (made.length === 1 && filter.read === 'unread')
    return preset === 'open' && sort === 'recent' ? 'unread' : null
  if (made.length > 0) return null
  if (sort === 'waiting') return preset === 'mine' ? null : 'unanswered'
  return preset
}
