import { expect, test } from 'vitest'
import type { ConversationRow } from '#contract/conversations'
import { arrangeRows } from './arrange-rows.ts'

const row = (number: number, unread = 0): ConversationRow => ({
  number,
  chatId: `chat-${number}`,
  channel: { id: 1, kind: 'telegram', name: 'Bot' },
  contact: { id: number, name: `Client ${number}` },
  card: null,
  status: 'in_work',
  openedAt: '2026-11-20T12:00:00Z',
  closedAt: null,
  isRead: unread === 0,
  unread,
  waitingSince: null,
  responsibleUserId: null,
  lastMessage: null,
  lastMessageAt: '2026-11-20T12:00:00Z',
})
const nothing = (): undefined => undefined
const numbers = (rows: readonly ConversationRow[]): number[] => rows.map((item) => item.number)

test('while the pointer is on the list rows keep their places, with fresh contents', () => {
  const { rows } = arrangeRows([row(1), row(2)], [row(2, 5), row(1)], nothing, { still: true, pinned: null })
  expect(numbers(rows)).toEqual([1, 2])
  expect(rows[1]?.unread).toBe(5)
})

test('a row that would rise over the first one is counted as news', () => {
  const still = { still: true, pinned: null }
  expect(arrangeRows([row(1), row(2)], [row(2, 5), row(1)], nothing, still).held).toBe(1)
  expect(arrangeRows([row(1), row(2)], [row(1, 5), row(2)], nothing, still).held).toBe(0)
})

test('new rows wait above and are counted, the next page is shown', () => {
  const still = arrangeRows([row(1), row(2)], [row(9), row(1), row(2), row(3)], nothing, {
    still: true,
    pinned: null,
  })
  expect(numbers(still.rows)).toEqual([1, 2, 3])
  expect(still.held).toBe(1)
})

test('rows that left stay until the list may move', () => {
  const shown = [row(1), row(2)]
  expect(numbers(arrangeRows(shown, [row(1)], nothing, { still: true, pinned: null }).rows)).toEqual([1, 2])
  expect(numbers(arrangeRows(shown, [row(1)], nothing, { still: false, pinned: null }).rows)).toEqual([1])
})

test('the opened conversation stays where it was although it left the list', () => {
  const { rows } = arrangeRows([row(1), row(2), row(3)], [row(3), row(1)], (number) => row(number, 8), {
    still: false,
    pinned: 2,
  })
  expect(numbers(rows)).toEqual([3, 2, 1])
  expect(rows[1]?.unread).toBe(8)
})

test('the first rows are shown at once, wherever the pointer is', () => {
  expect(numbers(arrangeRows([], [row(1)], nothing, { still: true, pinned: null }).rows)).toEqual([1])
})
