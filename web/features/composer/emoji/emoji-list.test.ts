import { expect, test } from 'vitest'
import { mostRecent, putAt, searchEmoji, stepInGrid, withRecent } from './emoji-list.ts'

const list = [
  { emoji: '👍', group: 1, words: 'палец вверх класс thumbs up yes' },
  { emoji: '🎄', group: 3, words: 'новогодняя ёлка дерево christmas tree' },
  { emoji: '🌳', group: 3, words: 'дерево tree' },
]
const found = (typed: string): string[] => searchEmoji(list, typed).map(({ emoji }) => emoji)

test('emoji are found by the beginnings of words in either language, and ё is е', () => {
  expect(found('')).toEqual(['👍', '🎄', '🌳'])
  expect(found('пал')).toEqual(['👍'])
  expect(found('ЁЛК')).toEqual(['🎄'])
  expect(found('елк')).toEqual(['🎄'])
  expect(found('tree chr')).toEqual(['🎄'])
  expect(found('алец')).toEqual([])
})

test('one that is called so comes before one that is only about it', () => {
  expect(found('дерево')).toEqual(['🌳', '🎄'])
})

test('what was used last comes first, once, and old ones are forgotten', () => {
  expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a'])
  const many = Array.from({ length: mostRecent }, (_, index) => String(index))
  expect(withRecent(many, 'new')).toHaveLength(mostRecent)
})

test('arrows stay in the grid and leave it only at the top', () => {
  expect(stepInGrid('ArrowRight', 0, 10, 4)).toBe(1)
  expect(stepInGrid('ArrowLeft', 0, 10, 4)).toBe(0)
  expect(stepInGrid('ArrowDown', 7, 10, 4)).toBe(9)
  expect(stepInGrid('ArrowUp', 5, 10, 4)).toBe(1)
  expect(stepInGrid('ArrowUp', 2, 10, 4)).toBeNull()
})

test('an emoji stands where the caret was, in the place of what was selected', () => {
  expect(putAt('привет', { start: 2, end: 4 }, '👍')).toEqual({ text: 'пр👍ет', caret: 4 })
  expect(putAt('', { start: 0, end: 0 }, '👍')).toEqual({ text: '👍', caret: 2 })
})
