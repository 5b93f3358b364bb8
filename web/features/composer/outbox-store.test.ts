import { expect, test } from 'vitest'
import type { OutboxEntry } from './outbox.ts'
import { OutboxStore } from './outbox-store.ts'
import type { KeyValues } from './outbox-store.ts'

function memory(): KeyValues {
  const values = new Map<string, string>()
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    key: (index) => [...values.keys()][index] ?? null,
    get length() {
      return values.size
    },
  }
}
const entry = (id: string, at: string): OutboxEntry => ({
  id,
  chatId: 'chat',
  text: 'hi',
  files: [],
  replyTo: null,
  card: null,
  seenMessageId: null,
  anyway: false,
  at,
  state: { kind: 'waiting' },
})

test('what was queued is there after a reload, in the order of writing', () => {
  const values = memory()
  new OutboxStore(values, 1).save([entry('b', '2026-11-20T12:01:00Z'), entry('a', '2026-11-20T12:00:00Z')])
  expect(new OutboxStore(values, 1).load().map((kept) => kept.id)).toEqual(['a', 'b'])
})

test('what left is not kept, and what another tab keeps is not touched', () => {
  const values = memory()
  const [mine, other] = [new OutboxStore(values, 1), new OutboxStore(values, 1)]
  mine.save([entry('a', '2026-11-20T12:00:00Z')])
  other.save([entry('b', '2026-11-20T12:01:00Z')])
  mine.save([])
  expect(new OutboxStore(values, 1).load().map((kept) => kept.id)).toEqual(['b'])
})

test("another user's messages are not seen, nor broken values", () => {
  const values = memory()
  new OutboxStore(values, 1).save([entry('a', '2026-11-20T12:00:00Z')])
  values.setItem('beseda.outbox.2.x', '{broken')
  expect(new OutboxStore(values, 2).load()).toEqual([])
})

test('what the storage has no room for is known, and the rest is kept', () => {
  const values = memory()
  const store = new OutboxStore(
    {
      ...values,
      setItem(key, value) {
        if (value.length > 1000) throw new DOMException('full', 'QuotaExceededError')
        values.setItem(key, value)
      },
    },
    1,
  )
  const long = { ...entry('long', '2026-11-20T12:00:00Z'), text: 'x'.repeat(1000) }
  store.save([long, entry('short', '2026-11-20T12:01:00Z')])
  expect(store.refused).toEqual([long])
  expect(new OutboxStore(values, 1).load().map((kept) => kept.id)).toEqual(['short'])
  store.save([])
  expect(store.refused).toEqual([])
})
