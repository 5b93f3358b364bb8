import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { InfiniteData } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { countEvents, listEvents } from '#contract/event-list'
import type { EventPage, EventRow } from '#contract/event-list'
import { call } from '../../../lib/api.ts'
import { useLive } from '../../../lib/live-hooks.ts'
import { flattenPages } from '../../../lib/pages.ts'
import { toWishes, type EventChoice } from './event-filter.ts'

const pageSize = 60
/** Newer ones are asked for at most so often, however much happens. */
const pauseMs = 1000
const mostNewer = 100

export type EventList = {
  rows: EventRow[]
  isLoading: boolean
  isStale: boolean
  error: unknown
  hasMore: boolean
  isLoadingMore: boolean
  /** How far back was looked without finding a whole page; null: nothing is in doubt. */
  lookedTo: string | null
  loadMore: () => void
  retry: () => void
}

type Pages = InfiniteData<EventPage, string | undefined>

export const rowId = ({ id }: EventRow): string => id

/** The events of a choice, loaded page by page; what happens meanwhile is put on top. */
export function useEvents(choice: EventChoice): EventList {
  const wishes = toWishes(choice)
  const queryKey = ['events', wishes]
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      call(listEvents, { ...wishes, before: pageParam, limit: pageSize }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: EventPage) => page.before ?? undefined,
    placeholderData: keepPreviousData,
    // Somebody who comes back sees what is there now.
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
  useNewer(queryKey, wishes)
  const pages = query.data?.pages
  const rows = useMemo(
    () =>
      pages
        ? flattenPages(
            pages.map(({ items }) => ({ items, next: null })),
            rowId,
          )
        : [],
    [pages],
  )
  return {
    rows,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    lookedTo: pages?.at(-1)?.lookedTo ?? null,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage()
    },
    retry: () => void query.refetch(),
  }
}

/** Asks for what is newer than the newest known when something happens, once for all of it that happens within the pause. */
function useNewer(queryKey: readonly unknown[], wishes: Record<string, string>): void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  const ask = async (): Promise<void> => {
    timer.current = null
    const known = client.getQueryData<Pages>(queryKey)
    const after = known?.pages[0]?.after
    if (!known || after === undefined) return
    const newer = await call(listEvents, { ...wishes, after, limit: mostNewer })
    // More than fit on a page: the list begins anew.
    if (newer.items.length === mostNewer) return client.resetQueries({ queryKey })
    client.setQueryData<Pages>(queryKey, (now) => now && withNewer(now, newer))
    void client.invalidateQueries({ queryKey: ['event-count'] })
  }
  useLive('events', () => {
    // What could not be asked for is asked for with the next event, or by whoever comes back.
    timer.current ??= setTimeout(() => void ask().catch(() => undefined), pauseMs)
  })
}

function withNewer(known: Pages, newer: EventPage): Pages {
  const [first, ...rest] = known.pages
  if (!first) return known
  const ids = new Set(first.items.map(rowId))
  const fresh = newer.items.filter((row) => !ids.has(row.id))
  const items = [...fresh, ...first.items].toSorted(
    (one, other) => Date.parse(other.at) - Date.parse(one.at) || (other.id > one.id ? 1 : -1),
  )
  return { ...known, pages: [{ ...first, items, after: newer.after }, ...rest] }
}

/** How many there are, as far as it is counted. */
export function useEventCount(choice: EventChoice): { count: number; isMore: boolean } | undefined {
  const wishes = toWishes(choice)
  return useQuery({
    queryKey: ['event-count', wishes],
    queryFn: ({ signal }) => call(countEvents, wishes, { signal }),
    placeholderData: keepPreviousData,
  }).data
}
