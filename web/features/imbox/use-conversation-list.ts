import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listConversations } from '#contract/conversations'
import type { ConversationRow } from '#contract/conversations'
import { call } from '../../lib/api.ts'
import { freshenPage, knownRow, listKey } from './conversation-cache.ts'
import { wishesOf } from './list-filter.ts'
import { flattenPages } from './list-rules.ts'
import type { ListFilter, ListPage } from './list-rules.ts'
import { byClockMs } from './use-found.ts'

const pageSize = 50

export type ConversationList = {
  rows: ConversationRow[]
  isLoading: boolean
  /** The rows are those of the filter before this one. */
  isStale: boolean
  error: unknown
  hasMore: boolean
  loadMore: () => void
  retry: () => void
  latest: (number: number) => ConversationRow | undefined
}

async function loadPage(
  filter: ListFilter,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListPage> {
  const askedAt = Date.now()
  const page = await call(
    listConversations,
    { ...wishesOf(filter), ...(cursor !== undefined && { cursor }), limit: pageSize },
    { signal },
  )
  return freshenPage(page, filter, askedAt, cursor)
}

/** The list of ImBox, page by page; live frames keep what is loaded true, so that nothing is asked for twice. */
export function useConversationList(filter: ListFilter): ConversationList {
  const client = useQueryClient()
  const query = useInfiniteQuery({
    queryKey: listKey(filter),
    queryFn: ({ pageParam, signal }) => loadPage(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: ListPage) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    ...(filter.waitingLonger ? { refetchInterval: byClockMs } : {}),
  })
  const pages = query.data?.pages
  const rows = useMemo(() => (pages ? flattenPages(pages) : []), [pages])
  return {
    rows,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage()
    },
    retry: () => void query.refetch(),
    latest: (number) => knownRow(client, number),
  }
}
