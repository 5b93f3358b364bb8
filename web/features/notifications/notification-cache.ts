import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { ConversationRow, Counts } from '#contract/conversations'
import type { EndpointOutput } from '#contract/endpoint'
import { notificationGroups } from '#contract/notifications'
import type {
  listNotifications,
  NotificationGroup,
  NotificationOf,
  NotificationView,
} from '#contract/notifications'
import { countsKey } from '../imbox/use-counts.ts'

export type NotificationPage = EndpointOutput<typeof listNotifications>
export type NotificationData = InfiniteData<NotificationPage, string | undefined>

/** Of all lists of them: one of each group, and the one of all. */
export const notificationsKey = ['notifications'] as const

export function listKey(
  group: NotificationGroup | null,
): readonly ['notifications', NotificationGroup | null] {
  return ['notifications', group]
}

function patch(client: QueryClient, change: (item: NotificationView) => NotificationView): void {
  client.setQueriesData<NotificationData>(
    { queryKey: notificationsKey },
    (data) =>
      data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) },
  )
}

/** Marks lines read on the screen, before the server has said so, and takes them off the bell and the tabs. */
export function showRead(client: QueryClient, isMeant: (item: NotificationView) => boolean): void {
  const lists = client.getQueriesData<NotificationData>({ queryKey: notificationsKey })
  const seen = new Map(
    lists
      .flatMap(([, data]) => data?.pages ?? [])
      .flatMap(({ items }) => items.map((item) => [item.id, item] as const)),
  )
  const cleared = [...seen.values()].filter((item) => !item.isRead && isMeant(item))
  patch(client, (item) => (isMeant(item) ? { ...item, isRead: true } : item))
  client.setQueriesData<NotificationData>(
    { queryKey: notificationsKey },
    (data) => data && withoutCounted(data, cleared),
  )
  client.setQueryData<Counts>(
    countsKey,
    (counts) => counts && { ...counts, notifications: Math.max(0, counts.notifications - cleared.length) },
  )
}

function withoutCounted(data: NotificationData, cleared: readonly NotificationView[]): NotificationData {
  const left = (group: NotificationGroup, before: number): number => {
    const kinds: readonly NotificationView['kind'][] = notificationGroups[group]
    return Math.max(0, before - cleared.filter(({ kind }) => kinds.includes(kind)).length)
  }
  const pages = data.pages.map((page) => {
    const { unread } = page
    if (!unread) return page
    const { clients, team, system } = unread
    return {
      ...page,
      unread: { clients: left('clients', clients), team: left('team', team), system: left('system', system) },
    }
  })
  return { ...data, pages }
}

/** A conversation changed: its unread line says how many messages it stands for and what the newest is. */
export function applyConversation(client: QueryClient, row: ConversationRow): void {
  patch(client, (item) =>
    item.kind === 'incoming' && item.number === row.number ? withConversation(item, row) : item,
  )
}

function withConversation(
  item: NotificationOf<'incoming'>,
  row: ConversationRow,
): NotificationOf<'incoming'> {
  if (item.isRead) return item
  if (row.isRead) return { ...item, isRead: true }
  const last = row.lastMessage?.direction === 'in' ? row.lastMessage : null
  return {
    ...item,
    contact: row.contact,
    card: row.card && { kind: row.card.kind, id: row.card.id, name: row.card.name },
    count: Math.max(1, row.unread),
    ...(last && { text: last.text, attachment: last.attachment, unsupported: last.unsupported, at: last.at }),
  }
}
