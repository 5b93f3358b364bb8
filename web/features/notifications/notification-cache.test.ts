import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { ConversationRow } from '#contract/conversations'
import type { NotificationOf, NotificationView } from '#contract/notifications'
import { countsKey } from '../imbox/use-counts.ts'
import { applyConversation, listKey, showRead } from './notification-cache.ts'
import type { NotificationData } from './notification-cache.ts'

const line = (
  number: number,
  rest: Partial<NotificationOf<'incoming'>> = {},
): NotificationOf<'incoming'> => ({
  id: `00000000-0000-4000-8000-00000000000${number}`,
  kind: 'incoming',
  number,
  contact: { id: number, name: 'Client', avatarUrl: null },
  channelKind: 'telegram',
  card: null,
  text: 'Hello',
  attachment: null,
  unsupported: null,
  count: 1,
  at: '2026-11-20T12:00:00.000Z',
  isRead: false,
  ...rest,
})

const row = (number: number, change: Partial<ConversationRow> = {}): ConversationRow => ({
  number,
  chatId: 'chat',
  channel: { id: 1, kind: 'telegram', name: 'Bot' },
  contact: { id: number, name: 'Client', avatarUrl: null },
  card: null,
  status: 'in_work',
  way: 'in',
  openedAt: '2026-11-20T12:00:00.000Z',
  closedAt: null,
  isRead: false,
  unread: 2,
  waitingSince: null,
  due: null,
  responsibleUserId: null,
  isStarred: false,
  isSubscribed: false,
  lastMessage: {
    id: 'message',
    direction: 'in',
    author: { kind: 'client', id: number, name: 'Client' },
    text: 'And one more',
    attachment: null,
    unsupported: null,
    isDeleted: false,
    at: '2026-11-20T12:05:00.000Z',
    state: null,
  },
  lastMessageAt: '2026-11-20T12:05:00.000Z',
  ...change,
})

function withLines(...items: NotificationView[]): { client: QueryClient; items: () => NotificationView[] } {
  const client = new QueryClient()
  const unread = items.filter((item) => !item.isRead).length
  client.setQueryData<NotificationData>(listKey(null), {
    pages: [{ items, next: null, unread: { clients: unread, team: 0, system: 0 } }],
    pageParams: [undefined],
  })
  client.setQueryData(countsKey, { open: 9, unread: 9, unanswered: 9, mine: 9, notifications: unread })
  const read = (): NotificationView[] =>
    client.getQueryData<NotificationData>(listKey(null))?.pages.flatMap((page) => page.items) ?? []
  return { client, items: read }
}

test('an unread line follows its conversation: the newest words, how many, and when', () => {
  const { client, items } = withLines(line(1), line(2))
  applyConversation(client, row(1))
  expect(items()).toMatchObject([
    { number: 1, text: 'And one more', count: 2, at: '2026-11-20T12:05:00.000Z' },
    { number: 2, text: 'Hello', count: 1 },
  ])
})

test('a conversation that was read anywhere is read here; what was read stays as it was', () => {
  const { client, items } = withLines(line(1), line(2, { isRead: true }))
  applyConversation(client, row(1, { isRead: true, unread: 0 }))
  applyConversation(client, row(2))
  expect(items()).toMatchObject([
    { number: 1, isRead: true },
    { number: 2, isRead: true, text: 'Hello' },
  ])
})

test('a line marked read goes from the bell at once, and only if it was on it', () => {
  const { client, items } = withLines(line(1), line(2), line(3, { isRead: true }))
  showRead(client, (item) => item.kind === 'incoming' && item.number !== 2)
  expect(items().map((item) => item.isRead)).toEqual([true, false, true])
  expect(client.getQueryData(countsKey)).toMatchObject({ notifications: 1, unread: 9 })
})
