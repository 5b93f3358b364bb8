import { expect, test } from 'vitest'
import { titleWith } from './title-with.ts'

test('the count stands before the title, is replaced by the next one, and goes with the last notification', () => {
  expect(titleWith('ImBox', 2)).toBe('(2) ImBox')
  expect(titleWith('(2) ImBox', 3)).toBe('(3) ImBox')
  expect(titleWith('(2) ImBox', 0)).toBe('ImBox')
  expect(titleWith('(99+) ImBox', 100)).toBe('(99+) ImBox')
})

test('brackets of the title itself stay', () => {
  expect(titleWith('Deal (2) sofas', 0)).toBe('Deal (2) sofas')
})
