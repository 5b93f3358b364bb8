import { expect, test } from 'vitest'
import type { Excerpt } from '#contract/search'
import { markText } from './mark-text.ts'

const marks = (...words: string[]) => ({ isHit: (word: string) => words.includes(word), phoneEnds: [] })
const shown = (excerpt: Excerpt) => excerpt.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('')

test.each([
  ['Купил ёлку, ЁЛКА стоит', ['елку', 'елка'], 'Купил [ёлку], [ЁЛКА] стоит'],
  ['<b>кресло</b>', ['кресло'], '<b>[кресло]</b>'],
  ['две\n\nстроки', ['строки'], 'две [строки]'],
  ['ничего', [], 'ничего'],
  ['', ['а'], ''],
])('%j with %j', (text, words, result) => {
  expect(shown(markText(text, marks(...words)))).toBe(result)
})

test('of a long text the part with the first hit is shown, cut between words', () => {
  const text = `${'слово '.repeat(100)}кресло ${'ещё '.repeat(100)}`
  const result = shown(markText(text, marks('кресло')))
  expect(result).toMatch(/^…слово .*слово \[кресло\] ещё .*ещё…$/)
  expect(result.length).toBeLessThan(230)
})

test('a phone is marked with what stands between its digits', () => {
  const found = markText('звоните 8 (999) 123-45-67 до 12', { isHit: () => false, phoneEnds: ['9991234567'] })
  expect(shown(found)).toBe('звоните [8 (999) 123-45-67] до 12')
})
