import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listInternalMessages } from '#contract/internal'
import type { InternalMessage } from '#contract/internal'
import { call } from '../../lib/api.ts'
import { threadKey } from './internal-cache.ts'
import type { ThreadPage } from './internal-cache.ts'

type LoadedThread = {
  /** Oldest first; undefined: they are being loaded. */
  items: InternalMessage[] | undefined
  error: Error | null
  retry: () => void
  older: 'none' | 'idle' | 'loading' | 'failed'
  loadOlder: () => void
}

/** The messages of a chat of colleagues, from the newest up. */
export function useInternalThread(chatId: string): LoadedThread {
  const query = useInfiniteQuery({
    queryKey: threadKey(chatId),
    queryFn: ({ pageParam, signal }): Promise<ThreadPage> =>
      call(
        listInternalMessages,
        { chatId, limit: 50, ...(pageParam === null ? {} : { before: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ThreadPage) => page.before,
  })
  const items = useMemo(() => query.data?.pages.toReversed().flatMap((page) => page.items), [query.data])
  const paging = query.isFetchingNextPage ? 'loading' : query.isFetchNextPageError ? 'failed' : 'idle'
  return {
    items,
    error: items ? null : query.error,
    retry: () => void query.refetch(),
    older: query.hasNextPage ? paging : 'none',
    loadOlder: () => void query.fetchNextPage(),
  }
}
