import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { ChannelKind } from '#contract/channels'
import type { CardRef, EntityRef } from '#contract/common'
import { getFeed } from '#contract/feed'
import type { FeedGroup } from '#contract/feed'
import type { InternalMessage } from '#contract/internal'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { appendFeed, mergeNewestFeed, prependFeed, putFeedInternal, putFeedMessage } from './feed.ts'
import type { Feed } from './feed.ts'

const pageSize = 60

/** What of a feed one looks at: all but what is hidden, or what has some words; its newest lines, or those from an instant on. */
export type FeedView = { hidden: readonly FeedGroup[]; search: string; since: string | null }

/** Whatever is loaded of a card's feed is kept under this. */
export const feedKey = ({ kind, id }: EntityRef): readonly ['cards', 'feed', string, number] => [
  'cards',
  'feed',
  kind,
  id,
]

export type Paging = 'none' | 'idle' | 'loading' | 'failed'

export type LoadedFeed = {
  feed: Feed | undefined
  error: unknown
  retry: () => void
  older: Paging
  loadOlder: () => Promise<void>
  newer: Paging
  loadNewer: () => Promise<void>
}

/** The feed of a card, a contact or a company: a page, then older and newer ones on demand. */
export function useCardFeed({ kind, id }: EntityRef, { hidden, search, since }: FeedView): LoadedFeed {
  const client = useQueryClient()
  const hide = hidden.toSorted().join(',')
  const key = useMemo(
    () => [...feedKey({ kind, id }), { hide, search, since }],
    [kind, id, hide, search, since],
  )
  const load = useCallback(
    (place: { before?: string; after?: string; since?: string }, signal?: AbortSignal) =>
      call(
        getFeed,
        { kind, cardId: id, hide, limit: pageSize, ...(search !== '' && { search }), ...place },
        signal && { signal },
      ),
    [kind, id, hide, search],
  )
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<Feed>(key)
      if (since === null || known?.after === null) return mergeNewestFeed(known, await load({}, signal))
      return known ?? load({ since }, signal)
    },
    // Another choice of kinds takes the place of the old one only when it is there; another place begins anew.
    placeholderData: (feed, old) => {
      const view = old?.queryKey.at(-1)
      const isSame = old?.queryKey[2] === kind && old.queryKey[3] === id && isView(view)
      return isSame && view.search === search && view.since === since ? feed : undefined
    },
    staleTime: 0,
  })
  const put = useCallback(
    (grow: (feed: Feed) => Feed) => client.setQueryData<Feed>(key, (feed) => feed && grow(feed)),
    [client, key],
  )
  const before = query.isPlaceholderData ? null : (query.data?.before ?? null)
  const after = query.isPlaceholderData ? null : (query.data?.after ?? null)
  const older = usePaging(before, async (place) => {
    const page = await load({ before: place })
    put((feed) => prependFeed(feed, page))
  })
  const newer = usePaging(after, async (place) => {
    const page = await load({ after: place })
    put((feed) => appendFeed(feed, page))
  })
  return {
    feed: query.data,
    error: query.error,
    retry: () => void query.refetch(),
    older: older.state,
    loadOlder: older.go,
    newer: newer.state,
    loadNewer: newer.go,
  }
}

/** One page beside what is loaded at a time. */
function usePaging(
  place: string | null,
  load: (place: string) => Promise<void>,
): { state: Paging; go: () => Promise<void> } {
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const isLoading = useRef(false)
  const go = async (): Promise<void> => {
    if (isLoading.current || place === null) return
    isLoading.current = true
    setState('loading')
    try {
      await load(place)
      setState('idle')
    } catch {
      setState('failed')
    } finally {
      isLoading.current = false
    }
  }
  return { state: place === null ? 'none' : state, go }
}

/** A message put into what is loaded of the feed; `channelKind` null: only where it is there already. */
export function applyFeedMessage(
  client: QueryClient,
  card: EntityRef,
  message: MessageView,
  channelKind: ChannelKind | null,
): void {
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: feedKey(card) })) {
    const view = queryKey.at(-1)
    const isWhole = isView(view) && view.search === '' && !view.hide.split(',').includes('messages')
    client.setQueryData<Feed>(
      queryKey,
      (feed) => feed && putFeedMessage(feed, message, isWhole ? channelKind : null),
    )
  }
}

/** The same for a message of colleagues. */
export function applyFeedInternal(client: QueryClient, card: CardRef, message: InternalMessage): void {
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: feedKey(card) })) {
    const view = queryKey.at(-1)
    const isShown = isView(view) && view.search === '' && !view.hide.split(',').includes('internal')
    client.setQueryData<Feed>(queryKey, (feed) => feed && putFeedInternal(feed, message, isShown))
  }
}

type View = { hide: string; search: string; since: string | null }

function isView(part: unknown): part is View {
  return typeof part === 'object' && part !== null && 'hide' in part && 'search' in part && 'since' in part
}
