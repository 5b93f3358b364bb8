import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { ChannelKind } from '#contract/channels'
import { getDealFeed } from '#contract/deals'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { mergeNewestFeed, prependFeed, putFeedMessage } from './feed.ts'
import type { Feed } from './feed.ts'

const pageSize = 60
export const feedKey = (dealId: number): readonly ['deals', 'feed', number] => ['deals', 'feed', dealId]

export type LoadedFeed = {
  feed: Feed | undefined
  error: unknown
  retry: () => void
  older: 'none' | 'idle' | 'loading' | 'failed'
  loadOlder: () => Promise<void>
}

/** The feed of a card: the newest page, then older ones on demand. */
export function useDealFeed(dealId: number): LoadedFeed {
  const client = useQueryClient()
  const [older, setOlder] = useState<'idle' | 'loading' | 'failed'>('idle')
  const isLoading = useRef(false)
  const query = useQuery({
    queryKey: feedKey(dealId),
    queryFn: async ({ signal }) => {
      const page = await call(getDealFeed, { dealId, limit: pageSize }, { signal })
      return mergeNewestFeed(client.getQueryData<Feed>(feedKey(dealId)), page)
    },
    staleTime: 0,
  })
  const loadOlder = useCallback(async () => {
    const before = client.getQueryData<Feed>(feedKey(dealId))?.before
    if (isLoading.current || before === null || before === undefined) return
    isLoading.current = true
    setOlder('loading')
    try {
      const page = await call(getDealFeed, { dealId, before, limit: pageSize })
      client.setQueryData<Feed>(feedKey(dealId), (feed) => feed && prependFeed(feed, page))
      setOlder('idle')
    } catch {
      setOlder('failed')
    } finally {
      isLoading.current = false
    }
  }, [client, dealId])
  return {
    feed: query.data,
    error: query.error,
    retry: () => void query.refetch(),
    older: query.data?.before === null ? 'none' : older,
    loadOlder,
  }
}

/** A message put into the loaded feed; `channelKind` null: only when it is there already. */
export function applyFeedMessage(
  client: QueryClient,
  dealId: number,
  message: MessageView,
  channelKind: ChannelKind | null,
): void {
  client.setQueryData<Feed>(feedKey(dealId), (feed) => feed && putFeedMessage(feed, message, channelKind))
}
