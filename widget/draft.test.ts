import { expect, test } from 'vitest'
import { openDraft } from './draft.ts'
import type { Memory } from './memory.ts'

/** What the tabs of one browser share. */
function openShared(): Memory {
  const kept = new Map<string, string>()
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => kept.set(key, value),
    remove: (key) => kept.delete(key),
  }
}

test('a text is there again after the panel was closed, and on the next page', () => {
  const memory = openShared()
  const draft = openDraft(memory)
  draft.set('Сколько стоит')
  expect(draft.get()).toBe('Сколько стоит')
  expect(openDraft(memory).get()).toBe('Сколько стоит')
})

test('what was sent is written nowhere any more, also not in a tab that was there meanwhile', () => {
  const memory = openShared()
  const first = openDraft(memory)
  const second = openDraft(memory)
  first.set('Добрый день')
  expect(second.get()).toBe('Добрый день')
  first.set('')
  expect(first.get()).toBe('')
  expect(second.get()).toBe('')
  expect(openDraft(memory).get()).toBe('')
})

test('two tabs with texts of their own do not take them from one another', () => {
  const memory = openShared()
  const first = openDraft(memory)
  const second = openDraft(memory)
  first.set('в первой')
  second.set('во второй')
  expect(first.get()).toBe('в первой')
  first.set('')
  expect(second.get()).toBe('во второй')
  expect(openDraft(memory).get()).toBe('во второй')
})
