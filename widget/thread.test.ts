import { expect, test } from 'vitest'
import type { VisitorMessage } from '#contract/website'
import { createThread } from './thread.ts'

const message = (id: string, minute: number, more: Partial<VisitorMessage> = {}): VisitorMessage => ({
  id,
  at: `2026-11-24T12:${String(minute).padStart(2, '0')}:00.000Z`,
  isMine: true,
  authorName: null,
  isAutomatic: false,
  text: id,
  files: [],
  isRead: false,
  isEdited: false,
  ...more,
})

test('pages and live messages in any order make one thread in the order of time, each message once', () => {
  const thread = createThread()
  thread.merge([message('c', 3)])
  thread.merge([message('a', 1), message('b', 2)])
  const isNew = thread.merge([message('b', 2), message('d', 4)])
  expect(isNew.map(({ id }) => id)).toEqual(['d'])
  expect(thread.items.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
})

test('what was read up to a message stays read, whatever older news comes in', () => {
  const thread = createThread()
  thread.merge([message('a', 1), message('b', 2), message('c', 3)])
  thread.markRead('b')
  thread.merge([message('a', 1)])
  thread.markRead('unknown')
  expect(thread.items.map(({ isRead }) => isRead)).toEqual([true, true, false])
})

test('a picture keeps its address while that is good, so that it does not load again', () => {
  const thread = createThread()
  const file = { position: 0, kind: 'photo', name: 'a.png', mime: 'image/png', sizeBytes: 1 } as const
  thread.merge([message('a', 1, { files: [{ ...file, url: 'https://x/1' }] })])
  thread.merge([message('a', 1, { files: [{ ...file, url: 'https://x/2' }] })])
  expect(thread.items[0]?.files[0]?.url).toBe('https://x/1')
})
