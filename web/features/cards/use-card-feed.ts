import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { ChannelKind } from '#contract/channels'
import type { CardRef, EntityRef } from '#contract/common'
import { getFeed } from '#contract/feed'
import type { FeedGroup } from '#contract/feed'
import type { InternalMessage } from '#contract/internal'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { usePaging } from '../../lib/use-paging.ts'
import type { Paging } from '../../lib/use-paging.ts'
import {
  appendFeed,
  layOverFeed,
  mergeNewestFeed,
  prependFeed,
  putFeedInternal,
  putFeedMessage,
} from './feed.ts'
import type { Feed } from './feed.ts'

const pageSize = 60

/**
 * What of a feed one looks at: all but what is hidden, or what has some words; its newest lines, those from an instant on, or those
 * around a line.
 */
export type FeedView = {
  hidden: readonly FeedGroup[]
  search: string
  since: string | null
  line: string | null
}

/** Whatever is loaded of a card's feed is kept under this. */
export const feedKey = ({ kind, id }: EntityRef): readonly ['cards', 'feed', string, number] => [
  'cards',
  'feed',
  kind,
  id,
]

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
export function useCardFeed({ kind, id }: EntityRef, { hidden, search, since, line }: FeedView): LoadedFeed {
  const client = useQueryClient()
  const hide = hidden.toSorted().join(',')
  const key = useMemo(
    () => [...feedKey({ kind, id }), { hide, search, since, line }],
    [kind, id, hide, search, since, line],
  )
  const load = useCallback(
    (place: { before?: string; after?: string; since?: string; around?: string }, signal?: AbortSignal) =>
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
      const isAtEnd = (since === null && line === null) || known?.after === null
      if (isAtEnd) return mergeNewestFeed(known, await load({}, signal))
      if (line !== null) return layOverFeed(known, await load({ around: line }, signal))
      return known ?? load({ since: since ?? '' }, signal)
    },
    // Another choice of kinds takes the place of the old one only when it is there; another place begins anew.
    placeholderData: (feed, old) => {
      const view = old?.queryKey.at(-1)
      const isSame = old?.queryKey[2] === kind && old.queryKey[3] === id && isView(view)
      return isSame && view.search === search && view.since === since && view.line === line ? feed : undefined
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

type View = { hide: string; search: string; since: string | null; line: string | null }

function isView(part: unknown): part is View {
  return typeof part === 'object' && part !== null && 'hide' in part && 'search' in part && 'line' in part
}
