import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Key } from './arrange-rows.ts'
import { flattenPages } from './pages.ts'
import type { Page } from './pages.ts'

export type RowList<Row> = {
  rows: Row[]
  isLoading: boolean
  /** The rows are those of the filter before this one. */
  isStale: boolean
  error: unknown
  hasMore: boolean
  isLoadingMore: boolean
  loadMore: () => void
  retry: () => void
}

type Options<Row> = {
  queryKey: readonly unknown[]
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>
  keyOf: (row: Row) => Key
}

/** A list loaded page by page. Live changes keep what is loaded true, so that nothing is asked for twice. */
export function useRowList<Row>({ queryKey, load, keyOf }: Options<Row>): RowList<Row> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Row>) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const pages = query.data?.pages
  const rows = useMemo(() => (pages ? flattenPages(pages, keyOf) : []), [pages, keyOf])
  return {
    rows,
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
