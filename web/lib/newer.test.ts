import { expect, test } from 'vitest'
import { newer } from './newer.ts'

const earlier = { name: 'Retail', updatedAt: '2026-11-27T09:00:00.000Z' }
const later = { name: 'Wholesale', updatedAt: '2026-11-27T09:00:00.001Z' }

test('what was shown since stays, whatever comes late', () => {
  expect(newer(earlier, later)).toBe(later)
  expect(newer(later, earlier)).toBe(later)
})

test('a change that is shown ahead of its answer has the same moment, and is shown', () => {
  const ahead = { ...earlier, name: 'Ahead' }
  expect(newer(earlier, ahead)).toBe(ahead)
})
