import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dismissConversation } from '#contract/conversations'
import { listNotifications, readAllNotifications, readNotification } from '#contract/notifications'
import type { NotificationGroup, NotificationOf, NotificationView } from '#contract/notifications'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { askRow } from '../imbox/conversation-cache.ts'
import { countsKey } from '../imbox/use-counts.ts'
import { applyConversation, listKey, notificationsKey, showRead } from './notification-cache.ts'
import type { NotificationPage } from './notification-cache.ts'

const pageSize = 50

export type Notifications = {
  /** Which of them are shown; null: all. */
  group: NotificationGroup | null
  setGroup: (group: NotificationGroup | null) => void
  /** Exact; undefined until they are there. */
  unread: Record<NotificationGroup, number> | undefined
  items: NotificationView[]
  isLoading: boolean
  error: unknown
  retry: () => void
  hasMore: boolean
  isLoadingMore: boolean
  loadMore: () => void
  read: (item: NotificationView) => void
  readAll: () => void
  /** "No reply needed": for everybody, not only for oneself. */
  dismiss: (item: NotificationOf<'incoming'>) => void
}

/** One's notifications, kept true by live frames, and what can be done with them; the screen answers at once. */
export function useNotifications(): Notifications {
  const [group, setGroup] = useState<NotificationGroup | null>(null)
  const client = useQueryClient()
  const query = useInfiniteQuery({
    queryKey: listKey(group),
    queryFn: ({ pageParam, signal }) =>
      call(listNotifications, { cursor: pageParam, limit: pageSize, group: group ?? undefined }, { signal }),
    // One goes from tab to tab without a blank in between.
    placeholderData: (previous) => previous,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: NotificationPage) => page.next ?? undefined,
  })
  useLive('conversation', ({ row }) => applyConversation(client, row))

  const act = (isMeant: (item: NotificationView) => boolean, ask: () => Promise<unknown>): void => {
    showRead(client, isMeant)
    ask().catch((error: unknown) => {
      errorToast(error)
      void client.invalidateQueries({ queryKey: notificationsKey })
      void client.invalidateQueries({ queryKey: countsKey })
    })
  }
  return {
    group,
    setGroup,
    unread: query.data?.pages[0]?.unread ?? undefined,
    items: query.data?.pages.flatMap((page) => page.items) ?? [],
    isLoading: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    read: ({ id, isRead }) => {
      if (!isRead)
        act(
          (item) => item.id === id,
          () => call(readNotification, { notificationId: id }),
        )
    },
    readAll: () =>
      act(
        () => true,
        () => call(readAllNotifications),
      ),
    dismiss: ({ number }) =>
      act(
        (item) => item.kind === 'incoming' && item.number === number,
        () => askRow(client, () => call(dismissConversation, { number })),
      ),
  }
}
