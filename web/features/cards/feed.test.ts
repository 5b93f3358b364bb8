import { expect, test } from 'vitest'
import type { FeedItem } from '#contract/feed'
import type { EventType } from '#contract/events'
import type { MessageView } from '#contract/messages'
import { appendFeed, layOverFeed, mergeNewestFeed, prependFeed, putFeedMessage } from './feed.ts'
import type { Feed } from './feed.ts'
import { feedLines } from './feed-lines.ts'

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString()

const message = (id: string, minute: number, chatId = 'chat'): MessageView => ({
  id,
  chatId,
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
})
const said = (id: string, minute: number, chatId?: string): FeedItem => ({
  type: 'message',
  at: at(minute),
  channelKind: 'telegram',
  message: message(id, minute, chatId),
})
const happened = (id: string, minute: number, type: EventType): FeedItem => ({
  type: 'event',
  at: at(minute),
  event: {
    id,
    type,
    at: at(minute),
    actor: { kind: 'system', id: null, name: null },
    number: null,
    messageId: null,
    channelId: null,
    before: null,
    after: null,
  },
})
const feed = (items: FeedItem[], before: string | null = null, after: string | null = null): Feed => ({
  items,
  before,
  after,
})
const keys = (items: FeedItem[]): string[] =>
  feedLines(items, () => 'one').flatMap((line) => (line.type === 'day' ? [] : [line.key]))

test('an event or another chat ends a run', () => {
  const items = [
    said('a', 1),
    said('b', 2),
    said('c', 3, 'other'),
    happened('e', 4, 'deal.moved'),
    said('d', 5, 'other'),
  ]
  const lines = feedLines(items, () => 'one')
  expect(lines.flatMap((line) => (line.type === 'message' ? [[line.starts, line.ends]] : []))).toEqual([
    [true, false],
    [false, true],
    [true, true],
    [true, true],
  ])
})

test('a live message is put in its place, a known one replaced, a foreign one left out', () => {
  const start = feed([said('a', 1), happened('e', 5, 'deal.moved')])
  const grown = putFeedMessage(start, message('b', 3), 'telegram')
  expect(keys(grown.items)).toEqual(['a', 'b', 'e'])
  const edited = putFeedMessage(grown, { ...message('b', 3), text: 'edited' }, null)
  expect(edited.items.map((item) => (item.type === 'message' ? item.message.text : ''))).toContain('edited')
  expect(putFeedMessage(start, message('x', 3), null)).toBe(start)
})

test('the newest page, loaded again, keeps what was scrolled up and brings new events', () => {
  const start = feed([said('a', 1), said('b', 2)], 'far')
  const fresh = mergeNewestFeed(start, feed([said('b', 2), happened('e', 3, 'deal.moved')], 'near'))
  expect(keys(fresh.items)).toEqual(['a', 'b', 'e'])
  expect(fresh.before).toBe('far')
})

test('pages go above and below what is loaded, and a line that both have stands once', () => {
  const middle = feed([said('c', 3), said('d', 4)], 'c', 'd')
  const whole = appendFeed(prependFeed(middle, feed([said('b', 2), said('c', 3)])), feed([said('e', 5)]))
  expect(keys(whole.items)).toEqual(['b', 'c', 'd', 'e'])
  expect([whole.before, whole.after]).toEqual([null, null])
})

test('a live message is not put after a stretch that does not reach the newest', () => {
  const old = feed([said('a', 1), said('b', 2)], null, 'b')
  expect(putFeedMessage(old, message('z', 50), 'telegram').items).toBe(old.items)
  expect(keys(putFeedMessage(feed(old.items), message('z', 50), 'telegram').items)).toEqual(['a', 'b', 'z'])
})

test('what comes live below a part of the feed is counted until its page is loaded, each message once', () => {
  const part = feed([said('a', 1)], 'up', 'down')
  const once = putFeedMessage(part, message('z', 50), 'telegram')
  const twice = putFeedMessage(
    putFeedMessage(once, message('z', 50), 'telegram'),
    message('y', 60),
    'telegram',
  )
  expect(keys(twice.items)).toEqual(['a'])
  expect(twice.below).toEqual(['z', 'y'])
  expect(appendFeed(twice, feed([said('z', 50)], null, 'further')).below).toEqual(['y'])
  expect(appendFeed(twice, feed([said('z', 50), said('y', 60)])).below).toBeUndefined()
})

test('a part loaded again keeps what has grown around it', () => {
  const grown = feed([said('a', 1), said('b', 2), said('c', 3)], 'up', 'down')
  const laid = layOverFeed(grown, feed([said('b', 2), said('b2', 2)], 'x', 'y'))
  expect(keys(laid.items)).toEqual(['a', 'b', 'b2', 'c'])
  expect([laid.before, laid.after]).toEqual(['up', 'down'])
  expect(layOverFeed(grown, feed([said('z', 9)]))).toMatchObject({ before: null, after: null })
})
