import { expect, test } from 'vitest'
import type { MessageView, Stretch } from '#contract/messages'
import { firstUnread, mergeNewest, prependPage, putMessage } from './thread.ts'
import type { Thread } from './thread.ts'
import { threadLines } from './thread-lines.ts'

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString()

const message = (id: string, minute: number, change: Partial<MessageView> = {}): MessageView => ({
  id,
  chatId: 'chat',
  number: 1,
  direction: 'in',
  kind: 'text',
  unsupported: null,
  author: { kind: 'client', id: 5, name: 'Marina' },
  text: id,
  entities: [],
  at: at(minute),
  receivedAt: at(minute),
  isLate: false,
  editedAt: null,
  deletedAt: null,
  change: null,
  replyTo: null,
  forwardedFrom: null,
  location: null,
  reactions: [],
  attachments: [],
  state: null,
  parts: [],
  ...change,
})
const thread = (items: MessageView[], before: string | null = 'older'): Thread => ({
  items,
  stretches: [],
  before,
})
const ids = (given: Thread): string[] => given.items.map((item) => item.id)
const stretch = (number: number, opened: number, closed: number | null): Stretch => ({
  number,
  openedAt: at(opened),
  openedBy: { kind: 'client', id: 5, name: 'Marina' },
  way: 'in',
  closedAt: closed === null ? null : at(closed),
  closedBy: closed === null ? null : { kind: 'user', id: 1, name: 'Alina' },
})

test('a new message goes to the end, a late one to its moment, equals keep the order in which they came', () => {
  const start = thread([message('a', 10), message('c', 20)])
  expect(ids(putMessage(start, message('d', 30)))).toEqual(['a', 'c', 'd'])
  expect(ids(putMessage(start, message('b', 15)))).toEqual(['a', 'b', 'c'])
  expect(ids(putMessage(start, message('c2', 20)))).toEqual(['a', 'c', 'c2'])
})

test('a changed message is replaced where it stands', () => {
  const changed = putMessage(
    thread([message('a', 10), message('b', 20)]),
    message('a', 10, { text: 'edited' }),
  )
  expect(changed.items.map((item) => item.text)).toEqual(['edited', 'b'])
})

test('a message older than the loaded part waits to be loaded, unless the chat is loaded whole', () => {
  expect(ids(putMessage(thread([message('b', 20)]), message('a', 10)))).toEqual(['b'])
  expect(ids(putMessage(thread([message('b', 20)], null), message('a', 10)))).toEqual(['a', 'b'])
})

test('an older page goes above, nothing twice', () => {
  const longer = prependPage(thread([message('b', 20)]), thread([message('a', 10), message('b', 20)], null))
  expect(ids(longer)).toEqual(['a', 'b'])
  expect(longer.before).toBeNull()
})

test('the newest page, loaded again, keeps what was scrolled up; a gap is not papered over', () => {
  const start = thread([message('a', 10), message('b', 20)], 'far')
  const joined = mergeNewest(start, thread([message('b', 20), message('c', 30)], 'near'))
  expect(ids(joined)).toEqual(['a', 'b', 'c'])
  expect(joined.before).toBe('far')
  const apart = mergeNewest(start, thread([message('x', 50)], 'near'))
  expect(ids(apart)).toEqual(['x'])
  expect(apart.before).toBe('near')
})

test('the unread line stands before the first of the unread messages of the client', () => {
  const items = [message('a', 1), message('b', 2), message('mine', 3, { direction: 'out' }), message('c', 4)]
  expect(firstUnread(items, 2)).toBe('b')
  expect(firstUnread(items, 0)).toBeNull()
})

const kinds = (items: MessageView[], stretches: Stretch[], isWhole = true): string[] =>
  threadLines(items, stretches, {
    firstUnreadId: null,
    dayOf: (moment) => moment.slice(0, 10),
    isWhole,
  }).map((line) => (line.type === 'day' ? 'day' : line.key))

test('conversations begin before their first message and end after the last one of their time', () => {
  const items = [message('a', 10), message('b', 12), message('c', 30, { number: 2 })]
  const stretches = [stretch(1, 10, 20), stretch(2, 30, null)]
  expect(kinds(items, stretches)).toEqual(['day', 'opened:1', 'a', 'b', 'closed:1', 'opened:2', 'c'])
})

test('a message written just before the closure but heard after it stands in the conversation it opened', () => {
  const items = [message('a', 10), message('c', 19, { number: 2 })]
  const stretches = [stretch(1, 10, 20), stretch(2, 21, null)]
  expect(kinds(items, stretches)).toEqual(['day', 'opened:1', 'a', 'closed:1', 'opened:2', 'c'])
})

test('a closure of an earlier day stands above the line of the next one', () => {
  const tomorrow = 24 * 60
  const items = [message('a', 10), message('c', tomorrow, { number: 2 })]
  const stretches = [stretch(1, 10, 20), stretch(2, tomorrow, null)]
  expect(kinds(items, stretches)).toEqual(['day', 'opened:1', 'a', 'closed:1', 'day', 'opened:2', 'c'])
})

test('a closure after the last message stands last', () => {
  expect(kinds([message('a', 10)], [stretch(1, 10, 20)])).toEqual(['day', 'opened:1', 'a', 'closed:1'])
})

test('a boundary above the loaded part is not shown', () => {
  expect(kinds([message('b', 15)], [stretch(1, 10, null)], false)).toEqual(['day', 'b'])
})

test('messages of one author within five minutes form a run', () => {
  const lines = threadLines([message('a', 1), message('b', 2), message('c', 20)], [], {
    firstUnreadId: null,
    dayOf: () => 'one',
    isWhole: true,
  })
  expect(lines.flatMap((line) => (line.type === 'message' ? [[line.starts, line.ends]] : []))).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ])
})
