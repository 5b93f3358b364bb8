import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { search } from '#contract/search'
import type { SearchAnswer, SearchHit, ThingHit } from '#contract/search'
import { isEmptySearch, parseSearch } from '#contract/search-query'
import type { SearchProblem } from '#contract/search-query'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { hitKey } from './hit-href.ts'
import type { Asked } from './search-address.ts'

export type Results = {
  hits: SearchHit[]
  things: ThingHit[]
  isAsked: boolean
  isLoading: boolean
  isStale: boolean
  error: unknown
  /** A condition that says nothing: nothing is asked for until it is clear. */
  problem: SearchProblem | null
  hasMore: boolean
  /** How far it has looked, when the last page is not full. */
  searchedTo: string | null
  isFilling: boolean
  isLoadingMore: boolean
  loadMore: () => void
  retry: () => void
}

const pageSize = 40

/** What is found by a search, page by page. It is asked for anew whenever one comes back to it. */
export function useSearch({ text, kind }: Asked): Results {
  const { query, problems } = useMemo(() => parseSearch(text, new Date()), [text])
  const isAsked = !isEmptySearch(query) && problems.length === 0
  const found = useInfiniteQuery({
    queryKey: ['search', text, kind],
    queryFn: ({ pageParam, signal }) =>
      call(
        search,
        { q: text, kind, limit: pageSize, ...(pageParam !== undefined && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: SearchAnswer) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled: isAsked,
    staleTime: 10_000,
    retry: false,
  })
  const pages = isAsked ? found.data?.pages : undefined
  const hits = useMemo(() => {
    const all = (pages ?? []).flatMap((page) => page.items)
    return [...new Map(all.map((hit) => [hitKey(hit), hit])).values()]
  }, [pages])
  return {
    hits,
    things: pages?.[0]?.things ?? [],
    isAsked,
    isLoading: isAsked && found.isPending,
    isStale: found.isPlaceholderData,
    error: isAsked ? found.error : null,
    problem: problems[0] ?? (isAsked ? problemOf(found.error) : null),
    hasMore: isAsked && found.hasNextPage,
    searchedTo: pages?.at(-1)?.searchedTo ?? null,
    isFilling: pages?.some((page) => page.isFilling) === true,
    isLoadingMore: found.isFetchingNextPage,
    loadMore: () => {
      if (!found.isFetchingNextPage) void found.fetchNextPage()
    },
    retry: () => void found.refetch(),
  }
}

/** Of a channel only the server knows that it is not there. */
function problemOf(error: unknown): SearchProblem | null {
  if (!isApiError(error, 'search.bad_value')) return null
  const { operator, value } = error.details
  return typeof operator === 'string' && typeof value === 'string' ? { operator, value } : null
}
