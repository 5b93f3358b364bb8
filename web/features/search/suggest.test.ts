import { expect, test } from 'vitest'
import { suggest } from './suggest.ts'

const names = { channels: ['Наш бот', 'Сайт'], colleagues: ['Анна Орлова', 'Борис'] }

test.each([
  ['привет ка', ['привет канал:']],
  ['от:', ['от:я ', 'от:клиент ', 'от:"Анна Орлова" ', 'от:Борис ']],
  ['чай от:анн', ['чай от:"Анна Орлова" ']],
  ['канал:"наш', ['канал:"Наш бот" ']],
  ['после:в', ['после:вчера ']],
  ['есть:файл', []],
  ['слово', []],
  ['', []],
])('%s', (text, found) => {
  expect(suggest(text, 'ru', names).map((each) => each.text)).toEqual(found)
})

test('in English', () => {
  expect(suggest('has:', 'en', names).map((each) => each.label)).toEqual(['file', 'photo', 'video', 'voice'])
  expect(suggest('be', 'en', names).map((each) => each.text)).toEqual(['before:'])
})
