import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { listConversations } from '#contract/conversations'
import type { ConversationRow } from '#contract/conversations'
import { call } from '../../../lib/api.ts'
import { useLive } from '../../../lib/live-hooks.ts'
import { flattenPages } from '../../../lib/pages.ts'

const pageSize = 50
/** What happens meanwhile is asked for together. */
const gatherMs = 1500
/** Who has waited long enough by now comes in, though nothing happened. */
const everyMs = 30_000

export const rowKey = ({ number }: ConversationRow): number => number

export type WaitingList = {
  rows: ConversationRow[]
  isLoading: boolean
  isStale: boolean
  error: unknown
  hasMore: boolean
  isLoadingMore: boolean
  loadMore: () => void
  retry: () => void
}

/** Conversations whose clients have been waiting for longer than so many minutes, longest first; kept true while it is shown. */
export function useWaiting(longer: number): WaitingList {
  const query = useInfiniteQuery({
    queryKey: ['waiting', longer],
    queryFn: ({ pageParam, signal }) =>
      call(
        listConversations,
        { preset: 'unanswered', sort: 'waiting', waitingLonger: longer, cursor: pageParam, limit: pageSize },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: everyMs,
  })
  useFresh()
  return {
    rows: query.data ? flattenPages(query.data.pages, rowKey) : [],
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage()
    },
    retry: () => void query.refetch(),
  }
}

function useFresh(): void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useLive('conversation', () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: ['waiting'] })
    }, gatherMs)
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
}
