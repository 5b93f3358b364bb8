import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { ConversationRow, Counts } from '#contract/conversations'
import type { NotificationOf, NotificationView } from '#contract/notifications'
import { countsKey } from '../imbox/use-counts.ts'

export type NotificationPage = { items: NotificationView[]; next: string | null }
export type NotificationData = InfiniteData<NotificationPage, string | undefined>

export const notificationsKey = ['notifications'] as const

function patch(client: QueryClient, change: (item: NotificationView) => NotificationView): void {
  client.setQueryData<NotificationData>(
    notificationsKey,
    (data) =>
      data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) },
  )
}

/** Marks lines read on the screen, before the server has said so, and takes them off the bell. */
export function showRead(client: QueryClient, isMeant: (item: NotificationView) => boolean): void {
  const pages = client.getQueryData<NotificationData>(notificationsKey)?.pages ?? []
  const cleared = pages.flatMap((page) => page.items).filter((item) => !item.isRead && isMeant(item)).length
  patch(client, (item) => (isMeant(item) ? { ...item, isRead: true } : item))
  client.setQueryData<Counts>(
    countsKey,
    (counts) => counts && { ...counts, notifications: Math.max(0, counts.notifications - cleared) },
  )
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
