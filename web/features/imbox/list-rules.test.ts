import { expect, test } from 'vitest'
import type { ConversationRow } from '#contract/conversations'
import { flattenPages, isListed, patchPages } from './list-rules.ts'
import type { ListFilter, ListPage } from './list-rules.ts'

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString()

const row = (number: number, minute: number, change: Partial<ConversationRow> = {}): ConversationRow => ({
  number,
  chatId: `chat-${number}`,
  channel: { id: 1, kind: 'telegram', name: 'Bot' },
  contact: { id: number, name: `Client ${number}`, avatarUrl: null },
  card: null,
  status: 'in_work',
  way: 'in',
  openedAt: at(0),
  closedAt: null,
  isRead: false,
  unread: 1,
  waitingSince: at(minute),
  due: null,
  responsibleUserId: null,
  isStarred: false,
  isSubscribed: false,
  lastMessage: null,
  lastMessageAt: at(minute),
  ...change,
})

const all: ListFilter = { preset: 'open', read: 'any', sort: 'recent', userId: 7 }
const pages = (next: string | null): ListPage[] => [
  { items: [row(3, 30), row(2, 20)], next: 'c' },
  { items: [row(1, 10)], next },
]
const numbers = (list: ListPage[]): number[] => flattenPages(list).map((item) => item.number)

test('a new message lifts its conversation to the top', () => {
  expect(numbers(patchPages(pages(null), row(1, 40), all))).toEqual([1, 3, 2])
})

test('a new conversation is put where it belongs', () => {
  expect(numbers(patchPages(pages(null), row(4, 25), all))).toEqual([3, 4, 2, 1])
})

test('a row under the last loaded one is left to the next page, and put last when there is none', () => {
  expect(numbers(patchPages(pages('more'), row(9, 1), all))).toEqual([3, 2, 1])
  expect(numbers(patchPages(pages(null), row(9, 1), all))).toEqual([3, 2, 1, 9])
})

test('a closed conversation leaves the list of open ones', () => {
  expect(numbers(patchPages(pages(null), row(2, 20, { closedAt: at(50) }), all))).toEqual([3, 1])
})

test('each preset and read filter keeps its own', () => {
  expect(isListed(row(1, 1), { ...all, preset: 'unanswered' })).toBe(true)
  expect(isListed(row(1, 1, { waitingSince: null }), { ...all, preset: 'unanswered' })).toBe(false)
  expect(isListed(row(1, 1, { responsibleUserId: 7 }), { ...all, preset: 'mine' })).toBe(true)
  expect(isListed(row(1, 1, { responsibleUserId: 8 }), { ...all, preset: 'mine' })).toBe(false)
  expect(isListed(row(1, 1), { ...all, read: 'unread' })).toBe(true)
  expect(isListed(row(1, 1, { isRead: true }), { ...all, read: 'unread' })).toBe(false)
  expect(isListed(row(1, 1), { ...all, read: 'read' })).toBe(false)
  expect(isListed(row(1, 1, { isRead: true }), { ...all, read: 'read' })).toBe(true)
})

test('a search changes rows it found, closed ones too, and takes no others in', () => {
  const search = { ...all, search: 'client' }
  expect(numbers(patchPages(pages(null), row(8, 50), search))).toEqual([3, 2, 1])
  expect(numbers(patchPages(pages(null), row(2, 50, { closedAt: at(51) }), search))).toEqual([2, 3, 1])
})

test('sorted by waiting, who waits longest stands first and who does not wait is not there', () => {
  const filter: ListFilter = { ...all, sort: 'waiting' }
  let list: ListPage[] = [{ items: [], next: null }]
  for (const item of [row(1, 30), row(2, 10), row(3, 50, { waitingSince: null }), row(4, 20)]) {
    list = patchPages(list, item, filter)
  }
  expect(numbers(list)).toEqual([2, 4, 1])
})

test('a search keeps to the preset and never finds a closed conversation as unread', () => {
  const search = { ...all, search: 'client' }
  expect(isListed(row(1, 1, { closedAt: at(2) }), search)).toBe(true)
  expect(isListed(row(1, 1, { closedAt: at(2) }), { ...search, read: 'unread' })).toBe(false)
  expect(isListed(row(1, 1), { ...search, preset: 'mine' })).toBe(false)
})

test('a row met in two pages is shown once', () => {
  expect(
    numbers([
      { items: [row(1, 10)], next: 'c' },
      { items: [row(1, 10), row(2, 5)], next: null },
    ]),
  ).toEqual([1, 2])
})

test('who waits stays in a list of waiting until answered, and who has waited long enough is told by the server', () => {
  const longer: ListFilter = { ...all, waitingLonger: 15 }
  expect(numbers(patchPages(pages(null), row(2, 20, { waitingSince: null }), longer))).toEqual([3, 1])
  expect(numbers(patchPages(pages(null), row(4, 25), longer))).toEqual([3, 2, 1])
  expect(numbers(patchPages(pages(null), row(4, 25), { ...all, waitingLonger: 0 }))).toEqual([3, 4, 2, 1])
  expect(isListed(row(1, 1), { ...longer, state: 'closed' })).toBe(false)
})
