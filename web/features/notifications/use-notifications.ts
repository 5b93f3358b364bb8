import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { dismissConversation } from '#contract/conversations'
import { listNotifications, readAllNotifications, readNotification } from '#contract/notifications'
import type { NotificationOf, NotificationView } from '#contract/notifications'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { applyRow } from '../imbox/conversation-cache.ts'
import { countsKey } from '../imbox/use-counts.ts'
import { applyConversation, notificationsKey, showRead } from './notification-cache.ts'
import type { NotificationPage } from './notification-cache.ts'

const pageSize = 50

export type Notifications = {
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
  const client = useQueryClient()
  const query = useInfiniteQuery({
    queryKey: notificationsKey,
    queryFn: ({ pageParam, signal }) =>
      call(listNotifications, { cursor: pageParam, limit: pageSize }, { signal }),
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
        async () => applyRow(client, await call(dismissConversation, { number })),
      ),
  }
}
