import { describe, expect, it } from 'vitest'
import { createFormat } from '../../../lib/format.ts'
import { countDifference, timeDifference } from './difference.ts'
import { spanText } from './span-text.ts'

const format = createFormat({ language: 'ru', timeZone: 'UTC', currency: 'RUB' })
/** Intl separates with several kinds of spaces; which one is not ours to promise. */
const plain = (text: string | null): string | null => text?.replace(/\s/gu, ' ') ?? null
const span = (seconds: number): string => spanText(seconds, 'ru')

describe('a figure beside the one of the period before', () => {
  it.each([
    [1664, 1570, 'rep.more', '+94 (+6 %)', '1 570'],
    [50, 100, 'rep.less', '−50 (−50 %)', '100'],
    [7, 7, 'rep.same', '', '7'],
    [7, 0, 'rep.more', '+7', '0'],
  ])('%i after %i', (now, before, word, difference, was) => {
    const told = countDifference(now, before, format)
    expect([told.word, plain(told.difference), plain(told.was)]).toEqual([word, difference, was])
  })

  it.each([
    [250, 288, 'rep.faster', '−38 с', '4 мин 48 с'],
    [288, 250, 'rep.slower', '+38 с', '4 мин 10 с'],
    [250, 250, 'rep.same', '', '4 мин 10 с'],
    [null, 250, null, '', '4 мин 10 с'],
    [250, null, 'rep.wasNone', '', null],
  ])('%s seconds after %s', (now, before, word, difference, was) => {
    const told = timeDifference(now, before, span)
    expect([told.word, plain(told.difference), plain(told.was)]).toEqual([word, difference, was])
  })
})

it.each([
  [0, '0 с'],
  [38, '38 с'],
  [250, '4 мин 10 с'],
  [240, '4 мин'],
  [4260, '1 ч 11 мин'],
  [93_600, '1 д. 2 ч'],
])('%i seconds are told in the two largest units', (seconds, text) => {
  expect(plain(span(seconds))).toBe(text)
})
