import { expect, test } from 'vitest'
import type { NotificationOf, NotificationView } from '#contract/notifications'
import { groupNotifications } from './group-notifications.ts'

const at = (day: number, minute: number): string =>
  new Date(Date.UTC(2026, 10, day, 12, minute)).toISOString()
const dayOf = (when: string): string => when.slice(0, 10)

let lastId = 0
const line = (
  number: number,
  when: string,
  rest: Partial<NotificationOf<'incoming'>> = {},
): NotificationOf<'incoming'> => ({
  id: `00000000-0000-4000-8000-${String((lastId += 1)).padStart(12, '0')}`,
  kind: 'incoming',
  number,
  contact: { id: number, name: `Client ${number}`, avatarUrl: null },
  channelKind: 'telegram',
  card: null,
  text: 'Hello',
  attachment: null,
  unsupported: null,
  count: 1,
  at: when,
  isRead: false,
  ...rest,
})
const shape = (list: NotificationView[]) =>
  groupNotifications(list, dayOf).map(({ day, groups }) => [
    day,
    groups.map(({ items }) => items.map((item) => (item.kind === 'incoming' ? item.number : item.kind))),
  ])
const deal = { kind: 'deal', id: 5, name: 'Deal' } as const

test('conversations of one card stand together where the newest of them is', () => {
  const list = [line(3, at(20, 9), { card: deal }), line(2, at(20, 8)), line(1, at(20, 7), { card: deal })]
  expect(shape(list)).toEqual([['2026-11-20', [[3, 1], [2]]]])
})

test('groups stand under the day of their newest line, the newest day first', () => {
  expect(shape([line(1, at(19, 1)), line(2, at(20, 1)), line(3, at(19, 2))])).toEqual([
    ['2026-11-20', [[2]]],
    ['2026-11-19', [[3], [1]]],
  ])
})

test('of one conversation only the newest line is shown, and an unread one before those that were read', () => {
  const unread = line(1, at(20, 1))
  const groups = groupNotifications([line(1, at(20, 5), { isRead: true }), unread], dayOf)
  expect(groups[0]?.groups[0]?.items).toEqual([unread])
})

const breakage = (when: string): NotificationOf<'channel'> => ({
  id: `00000000-0000-4000-9000-${String((lastId += 1)).padStart(12, '0')}`,
  kind: 'channel',
  channel: { id: 7, kind: 'telegram', name: 'Bot' },
  state: 'conflict',
  beganAt: when,
  endedAt: null,
  lostUntil: null,
  at: when,
  isRead: false,
})

test('each breakage of a channel stands alone, at its time', () => {
  const list = [breakage(at(20, 9)), line(2, at(20, 8)), breakage(at(20, 7))]
  expect(shape(list)).toEqual([['2026-11-20', [['channel'], [2], ['channel']]]])
})
