import { expect, test } from 'vitest'
import type { Addressee } from './people.ts'
import { matchAddressees } from './people.ts'
import { mentionAt, putMention } from './mention.ts'

test.each([
  ['@', 1, { from: 0, query: '' }],
  ['Спроси @ли', 10, { from: 7, query: 'ли' }],
  ['(@An', 4, { from: 1, query: 'An' }],
  ['@ли потом', 9, null],
  ['почта a@b', 9, null],
  ['@ли', 1, { from: 0, query: '' }],
  ['', 0, null],
])('behind the caret in "%s" at %i', (text, caret, expected) => {
  expect(mentionAt(text, caret)).toEqual(expected)
})

test('the name takes the place of what was typed, with one space after it', () => {
  expect(putMention('Спроси @ли потом', { from: 7, query: 'ли' }, 'Лилия')).toEqual({
    text: 'Спроси @Лилия потом',
    caret: 14,
  })
  expect(putMention('@', { from: 0, query: '' }, 'Сервис')).toEqual({ text: '@Сервис ', caret: 8 })
})

test('people and groups are found by the beginning of any word of their names', () => {
  const all: Addressee[] = [
    { kind: 'group', id: 1, name: 'Отдел продаж', size: 2 },
    { kind: 'user', id: 2, name: 'Лилия Шарипова', size: null },
  ]
  const named = (query: string): string[] => matchAddressees(all, query).map(({ name }) => name)
  expect(named('')).toEqual(['Отдел продаж', 'Лилия Шарипова'])
  expect(named('прод')).toEqual(['Отдел продаж'])
  expect(named('ШАР')).toEqual(['Лилия Шарипова'])
  expect(named('илия')).toEqual([])
})
