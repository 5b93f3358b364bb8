import { describe, expect, test } from 'vitest'
import type { MessageView, Stretch } from '#contract/messages'
import {
  appendPage,
  firstUnread,
  joinNewest,
  layOver,
  mergeNewest,
  prependPage,
  putMessage,
} from './thread.ts'
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
const thread = (
  items: MessageView[],
  before: string | null = 'older',
  after: string | null = null,
): Thread => ({ items, stretches: [], before, after })
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

describe('a part around an older message', () => {
  const part = thread([message('b', 20), message('c', 30)], 'above', 'below')

  test('grows both ways, nothing twice', () => {
    const longer = appendPage(part, thread([message('c', 30), message('d', 40)], 'x', 'further'))
    expect(ids(longer)).toEqual(['b', 'c', 'd'])
    expect([longer.before, longer.after]).toEqual(['above', 'further'])
  })

  test('is not torn by what comes below it, and takes what belongs into it', () => {
    expect(putMessage(part, message('z', 90))).toBe(part)
    expect(ids(putMessage(part, message('b2', 25)))).toEqual(['b', 'b2', 'c'])
    expect(putMessage(part, message('c', 30, { text: 'edited' })).items.at(-1)?.text).toBe('edited')
  })

  test('becomes one with the end of the chat when it reaches it, and not before', () => {
    expect(joinNewest(part, thread([message('y', 80)], 'near'))).toBeNull()
    const joined = joinNewest(part, thread([message('c', 30), message('d', 40)], 'near'))
    expect(joined && ids(joined)).toEqual(['b', 'c', 'd'])
    expect([joined?.before, joined?.after]).toEqual(['above', null])
    const inside = joinNewest(part, thread([message('a', 10), message('b', 20), message('c', 30)], 'far'))
    expect(inside && ids(inside)).toEqual(['a', 'b', 'c'])
    expect(inside?.before).toBe('far')
  })

  test('loaded again, it keeps what has grown around it', () => {
    const grown = thread(
      ['a', 'b', 'c', 'd'].map((id, minute) => message(id, minute)),
      'up',
      'down',
    )
    const fresh = thread([message('b', 1, { text: 'new' }), message('c', 2)], 'above', 'below')
    const laid = layOver(grown, fresh)
    expect(laid.items.map(({ text }) => text)).toEqual(['a', 'new', 'c', 'd'])
    expect([laid.before, laid.after]).toEqual(['up', 'down'])
    expect(layOver(grown, thread([message('x', 50)]))).toMatchObject({ items: [{ id: 'x' }] })
  })
})

test('the unread line stands before the first of the unread messages of the client', () => {
  const items = [message('a', 1), message('b', 2), message('mine', 3, { direction: 'out' }), message('c', 4)]
  expect(firstUnread(items, 2)).toBe('b')
  expect(firstUnread(items, 0)).toBeNull()
})

const kinds = (
  items: MessageView[],
  stretches: Stretch[],
  loaded: { isWhole?: boolean; isAtEnd?: boolean } = {},
): string[] =>
  threadLines(items, stretches, {
    firstUnreadId: null,
    dayOf: (moment) => moment.slice(0, 10),
    isWhole: true,
    isAtEnd: true,
    ...loaded,
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
  expect(kinds([message('b', 15)], [stretch(1, 10, null)], { isWhole: false })).toEqual(['day', 'b'])
})

test('nor is one below it', () => {
  const items = [message('a', 10), message('b', 15)]
  expect(kinds(items, [stretch(1, 10, 40)], { isAtEnd: false })).toEqual(['day', 'opened:1', 'a', 'b'])
})

test('messages of one author within five minutes form a run', () => {
  const lines = threadLines([message('a', 1), message('b', 2), message('c', 20)], [], {
    firstUnreadId: null,
    dayOf: () => 'one',
    isWhole: true,
    isAtEnd: true,
  })
  expect(lines.flatMap((line) => (line.type === 'message' ? [[line.starts, line.ends]] : []))).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ])
})
