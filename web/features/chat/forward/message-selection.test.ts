import { expect, test } from 'vitest'
import { mostForwarded } from '#contract/forwards'
import { MessageSelection } from './message-selection.ts'

test('messages are chosen one by one, taken out again, and no more than may be forwarded at once', () => {
  const selection = new MessageSelection()
  let told = 0
  selection.subscribe(() => (told += 1))
  expect([selection.toggle('a'), selection.toggle('b'), selection.toggle('a')]).toEqual([true, true, true])
  expect([...selection.ids]).toEqual(['b'])
  for (let index = 1; index < mostForwarded; index += 1) selection.toggle(String(index))
  expect(selection.toggle('one too many')).toBe(false)
  expect(selection.toggle('b')).toBe(true)
  selection.clear()
  expect(selection.ids.size).toBe(0)
  expect(told).toBe(4 + mostForwarded)
})
