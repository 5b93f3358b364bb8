import { expect, test } from 'vitest'
import { extendedTo, nothingSelected, stepped, toggled, type Selected } from './selected.ts'

const listed = [9, 8, 7, 6, 5]
const some = (numbers: number[], cursor: number | null = null): Selected => ({
  numbers: new Set(numbers),
  isAll: false,
  cursor,
})
const chosen = ({ numbers }: Selected): number[] => [...numbers].toSorted((a, b) => b - a)

test('a row is selected and let go again', () => {
  const one = toggled(nothingSelected, 8, listed)
  expect(chosen(one)).toEqual([8])
  expect(chosen(toggled(one, 8, listed))).toEqual([])
})

test('a range goes from the last chosen row, in either direction, and adds to what is selected', () => {
  expect(chosen(extendedTo(some([5], 9), 7, listed))).toEqual([9, 8, 7, 5])
  expect(chosen(extendedTo(some([6], 6), 8, listed))).toEqual([8, 7, 6])
  expect(chosen(extendedTo(nothingSelected, 7, listed))).toEqual([7])
})

test('the keyboard goes on from the opened conversation, row by row, and stops at the ends', () => {
  const first = stepped(nothingSelected, 1, listed, 8)
  expect([chosen(first), first.cursor]).toEqual([[8, 7], 7])
  expect(chosen(stepped(first, 1, listed, 8))).toEqual([8, 7, 6])
  expect(chosen(stepped(some([5], 5), 1, listed, 8))).toEqual([5])
  expect(chosen(stepped(nothingSelected, -1, listed, null))).toEqual([9])
  expect(stepped(nothingSelected, 1, [], null)).toBe(nothingSelected)
})

test('letting one row go of everything leaves the loaded others', () => {
  const all: Selected = { ...nothingSelected, isAll: true }
  expect(chosen(toggled(all, 7, listed))).toEqual([9, 8, 6, 5])
  expect(toggled(all, 7, listed).isAll).toBe(false)
})
