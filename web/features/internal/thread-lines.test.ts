import { expect, test } from 'vitest'
import type { InternalMessage } from '#contract/internal'
import { putMessage } from './internal-cache.ts'
import type { Thread } from './internal-cache.ts'
import { internalLines } from './thread-lines.ts'

function messageOf(seq: number, more: Partial<InternalMessage> = {}): InternalMessage {
  return {
    id: `m${seq}`,
    chatId: 'c',
    card: null,
    seq,
    author: { id: 1, name: 'Анна' },
    text: String(seq),
    at: `2026-03-01T10:0${seq}:00.000Z`,
    editedAt: null,
    deletedAt: null,
    recipients: [],
    replyTo: null,
    reactions: [],
    attachments: [],
    ...more,
  }
}

test('what one writes in a row stands together; another author and another day begin anew', () => {
  const lines = internalLines(
    [
      messageOf(1),
      messageOf(2),
      messageOf(3, { author: { id: 2, name: 'Борис' } }),
      messageOf(4, { author: { id: 2, name: 'Борис' }, at: '2026-03-02T10:00:00.000Z' }),
    ],
    (at) => at.slice(0, 10),
  )
  expect(
    lines.map((line) => (line.type === 'day' ? 'day' : `${line.message.seq} ${line.starts} ${line.ends}`)),
  ).toEqual(['day', '1 true false', '2 false true', '3 true true', 'day', '4 true true'])
})

test('a message that is new stands last, one that came late in its place, a changed one where it was', () => {
  const thread: Thread = { items: [1, 2, 3, 5].map((seq) => messageOf(seq)), before: null, after: null }
  const shown = (of: Thread): string[] => of.items.map(({ text }) => text)
  expect(shown(putMessage(thread, messageOf(6)))).toEqual(['1', '2', '3', '5', '6'])
  expect(shown(putMessage(thread, messageOf(4)))).toEqual(['1', '2', '3', '4', '5'])
  expect(shown(putMessage(thread, messageOf(2, { text: 'два' })))).toEqual(['1', 'два', '3', '5'])
  const part = { ...thread, after: '5' }
  expect(shown(putMessage(part, messageOf(6)))).toEqual(['1', '2', '3', '5'])
})
