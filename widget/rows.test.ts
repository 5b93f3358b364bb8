import { expect, test } from 'vitest'
import type { VisitorMessage } from '#contract/website'
import type { QueuedMessage } from './queue-store.ts'
import { authorOf, rowsOf } from './rows.ts'
import { words } from './words.ts'

const message = (id: string, at: string, more: Partial<VisitorMessage> = {}): VisitorMessage => ({
  id,
  at,
  isMine: false,
  authorName: 'Ксения',
  isAutomatic: false,
  text: id,
  files: [],
  isRead: false,
  isEdited: false,
  ...more,
})
const queued = (id: string, at: string): QueuedMessage => ({
  id,
  at,
  text: id,
  files: [],
  name: '',
  pageUrl: '',
  pageTitle: '',
  failed: null,
})

test('what waits to be sent stands at the end, and not at all once the server has it', () => {
  const messages = [
    message('a', '2026-11-24T12:00:00.000Z'),
    message('b', '2026-11-24T12:09:00.000Z', { isMine: true }),
  ]
  const rows = rowsOf(messages, [
    queued('b', '2026-11-24T12:09:00.000Z'),
    queued('c', '2026-11-24T12:01:00.000Z'),
  ])
  expect(rows.map((row) => [row.id, row.queued !== null])).toEqual([
    ['a', false],
    ['b', false],
    ['c', true],
  ])
})

test('the author stands over the first of his messages in a row, the time under the last, a day begins anew', () => {
  const rows = rowsOf(
    [
      message('a', '2026-11-23T12:00:00.000Z'),
      message('b', '2026-11-23T12:01:00.000Z'),
      message('c', '2026-11-23T12:02:00.000Z', { authorName: 'Павел' }),
      message('d', '2026-11-23T13:00:00.000Z', { authorName: 'Павел' }),
      message('e', '2026-11-25T12:00:00.000Z', { authorName: 'Павел' }),
    ],
    [],
  )
  expect(rows.map((row) => [row.id, row.startsDay, row.startsGroup, row.endsGroup])).toEqual([
    ['a', true, true, false],
    ['b', false, false, true],
    ['c', false, true, true],
    ['d', false, true, true],
    ['e', true, true, true],
  ])
})

test('what the channel says by itself is named so and stands apart from what a nameless colleague says', () => {
  const rows = rowsOf(
    [
      message('a', '2026-11-24T12:00:00.000Z', { authorName: null, isAutomatic: true }),
      message('b', '2026-11-24T12:01:00.000Z', { authorName: null }),
    ],
    [],
  )
  expect(rows.map((row) => row.startsGroup)).toEqual([true, true])
  expect(rows.map((row) => authorOf(row, words.ru))).toEqual(['Автоответ', 'Оператор'])
})
