import { expect, test } from 'vitest'
import { arrangeRows } from './arrange-rows.ts'
import type { Arranging, Arrangement } from './arrange-rows.ts'

type Row = { number: number; unread: number }
const row = (number: number, unread = 0): Row => ({ number, unread })
const numbers = (rows: readonly Row[]): number[] => rows.map((item) => item.number)

function arrange(shown: Row[], sorted: Row[], how: Partial<Arranging<Row>>): Arrangement<Row> {
  const keyOf = (item: Row): number => item.number
  return arrangeRows(shown, sorted, { keyOf, latest: () => undefined, still: false, pinned: null, ...how })
}

test('while the pointer is on the list rows keep their places, with fresh contents', () => {
  const { rows } = arrange([row(1), row(2)], [row(2, 5), row(1)], { still: true })
  expect(numbers(rows)).toEqual([1, 2])
  expect(rows[1]?.unread).toBe(5)
})

test('a row that would rise over the first one is counted as news', () => {
  expect(arrange([row(1), row(2)], [row(2, 5), row(1)], { still: true }).held).toBe(1)
  expect(arrange([row(1), row(2)], [row(1, 5), row(2)], { still: true }).held).toBe(0)
})

test('new rows wait above and are counted, the next page is shown', () => {
  const still = arrange([row(1), row(2)], [row(9), row(1), row(2), row(3)], { still: true })
  expect(numbers(still.rows)).toEqual([1, 2, 3])
  expect(still.held).toBe(1)
})

test('rows that left stay until the list may move', () => {
  const shown = [row(1), row(2)]
  expect(numbers(arrange(shown, [row(1)], { still: true }).rows)).toEqual([1, 2])
  expect(numbers(arrange(shown, [row(1)], { still: false }).rows)).toEqual([1])
})

test('the opened row stays where it was although it left the list', () => {
  const { rows } = arrange([row(1), row(2), row(3)], [row(3), row(1)], {
    latest: (number) => row(Number(number), 8),
    pinned: 2,
  })
  expect(numbers(rows)).toEqual([3, 2, 1])
  expect(rows[1]?.unread).toBe(8)
})

test('the first rows are shown at once, wherever the pointer is', () => {
  expect(numbers(arrange([], [row(1)], { still: true }).rows)).toEqual([1])
})
