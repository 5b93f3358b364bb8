import { describe, expect, test } from 'vitest'
import type { QuickAnswer } from '#contract/quick-answers'
import { matchAnswers, queryOf } from './match-answers.ts'

const answer = (shortcut: string, more: Partial<QuickAnswer> = {}): QuickAnswer => ({
  id: shortcut,
  isShared: false,
  shortcut,
  text: '',
  files: [],
  canChange: true,
  ...more,
})
const found = (answers: QuickAnswer[], query: string): string[] =>
  matchAnswers(answers, query).map(({ id }) => id)

describe('a slash asks for quick answers', () => {
  test.each([
    ['/', ''],
    ['/Цена', 'цена'],
    ['/a-1_b', 'a-1_b'],
  ])('%s', (text, query) => expect(queryOf(text)).toBe(query))
  test.each(['', 'цена', ' /', '/цена ', '/a/b', 'a /b', '/a\nb'])('but not in %j', (text) =>
    expect(queryOf(text)).toBeNull(),
  )
})

test('the nearest come first: the same, beginning so, having it, in the text', () => {
  const answers = [
    answer('hello', { text: 'price list' }),
    answer('oldprice'),
    answer('prices'),
    answer('price'),
    answer('other'),
  ]
  expect(found(answers, 'price')).toEqual(['price', 'prices', 'oldprice', 'hello'])
})

test('one’s own come before shared ones, and all are there for a bare slash', () => {
  const answers = [answer('b', { isShared: true }), answer('a'), answer('c')]
  expect(found(answers, '')).toEqual(['a', 'c', 'b'])
})
