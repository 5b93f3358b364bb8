import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { ChannelKind } from '#contract/channels'
import type { CardRef } from '#contract/common'
import { getDealFeed } from '#contract/deals'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { mergeNewestFeed, prependFeed, putFeedMessage } from './feed.ts'
import type { Feed } from './feed.ts'

const pageSize = 60
export const feedKey = (card: CardRef): readonly ['cards', 'feed', string, number] => [
  'cards',
  'feed',
  card.kind,
  card.id,
]

export type LoadedFeed = {
  feed: Feed | undefined
  error: unknown
  retry: () => void
  older: 'none' | 'idle' | 'loading' | 'failed'
  loadOlder: () => Promise<void>
}

/** The feed of a card: the newest page, then older ones on demand. */
export function useCardFeed({ kind, id }: CardRef): LoadedFeed {
  const client = useQueryClient()
  const card = useMemo(() => ({ kind, id }), [kind, id])
  const [older, setOlder] = useState<'idle' | 'loading' | 'failed'>('idle')
  const isLoading = useRef(false)
  const query = useQuery({
    queryKey: feedKey(card),
    queryFn: async ({ signal }) => {
      const page = await call(getDealFeed, { dealId: id, limit: pageSize }, { signal })
      return mergeNewestFeed(client.getQueryData<Feed>(feedKey(card)), page)
    },
    staleTime: 0,
  })
  const loadOlder = useCallback(async () => {
    const before = client.getQueryData<Feed>(feedKey(card))?.before
    if (isLoading.current || before === null || before === undefined) return
    isLoading.current = true
    setOlder('loading')
    try {
      const page = await call(getDealFeed, { dealId: id, before, limit: pageSize })
      client.setQueryData<Feed>(feedKey(card), (feed) => feed && prependFeed(feed, page))
      setOlder('idle')
    } catch {
      setOlder('failed')
    } finally {
      isLoading.current = false
    }
  }, [client, card, id])
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
  card: CardRef,
  message: MessageView,
  channelKind: ChannelKind | null,
): void {
  client.setQueryData<Feed>(feedKey(card), (feed) => feed && putFeedMessage(feed, message, channelKind))
}
