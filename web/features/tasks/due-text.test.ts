import { expect, test } from 'vitest'
import { isSameDue } from './due-text.ts'

test('a day is the same as that day, an instant as that instant however it is written, one never as the other', () => {
  expect(isSameDue({ on: '2026-11-27' }, { on: '2026-11-27' })).toBe(true)
  expect(isSameDue({ on: '2026-11-27' }, { on: '2026-11-28' })).toBe(false)
  expect(isSameDue({ at: '2026-11-27T09:00:00Z' }, { at: '2026-11-27T09:00:00.000Z' })).toBe(true)
  expect(isSameDue({ at: '2026-11-27T09:00:00Z' }, { at: '2026-11-27T09:01:00Z' })).toBe(false)
  expect(isSameDue({ on: '2026-11-27' }, { at: '2026-11-27T00:00:00Z' })).toBe(false)
  expect(isSameDue({ at: '2026-11-27T00:00:00Z' }, { on: '2026-11-27' })).toBe(false)
})
