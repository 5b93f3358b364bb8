import { expect, test } from 'vitest'
import { parseMoney } from './parse-money.ts'

test.each([
  ['184500', 184_500],
  ['184 500,50 ₽', 184_500.5],
  ['184\u00A0500,5', 184_500.5],
  ['1,234.50', 1234.5],
  ['1.234.567,89 €', 1_234_567.89],
  ['1,234,567', 1_234_567],
  ['1.234', 1234],
  ['12,5 руб.', 12.5],
  ['12.', 12],
  ['-5', -5],
])('“%s” is %d', (typed, sum) => {
  expect(parseMoney(typed)).toBe(sum)
})

test('an empty field is no sum, words are not a number', () => {
  expect(parseMoney('  ')).toBeNull()
  expect(parseMoney('много')).toBeNaN()
  expect(parseMoney('5 или 6')).toBeNaN()
  expect(parseMoney('₽')).toBeNaN()
})
