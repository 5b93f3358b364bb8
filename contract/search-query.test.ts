import { expect, test } from 'vitest'
import { isEmptySearch, parseSearch, plainText } from './search-query.ts'

const now = new Date('2026-11-26T12:00:00Z')
const read = (text: string) => parseSearch(text, now).query
const problems = (text: string) => parseSearch(text, now).problems

test.each([
  ['Купить ЁЛКУ', ['купить', 'елку']],
  ['shop.example.com/sale', ['shop', 'example', 'com', 'sale']],
  ['кресло-кровать, кресло!', ['кресло', 'кровать']],
  ['Café «', ['cafe']],
  ['в 12:30', ['в', '12', '30']],
  ['fromage: from', ['fromage', 'from']],
])('words of %s', (text, words) => {
  expect(read(text).words).toEqual(words)
})

test.each([
  ['"Сколько стоит?" доставка', ['сколько стоит'], ['доставка']],
  ['«да, конечно»', ['да конечно'], []],
  ['"не дописано', ['не дописано'], []],
  ['""', [], []],
])('exact words of %s', (text, phrases, words) => {
  expect(read(text)).toMatchObject({ phrases, words })
})

test.each([
  ['+7 (999) 123-45-67', '79991234567'],
  ['8 999 123 45 67', '89991234567'],
  ['123-45-67', '1234567'],
])('%s is a phone', (text, digits) => {
  expect(read(text)).toMatchObject({ phones: [{ digits }], words: [] })
})

test('a phone stands among words, and few digits are a word', () => {
  expect(read('перезвоните +7 999 123-45-67 срочно')).toMatchObject({
    phones: [{ digits: '79991234567', words: ['7', '999', '123', '45', '67'] }],
    words: ['перезвоните', 'срочно'],
  })
  expect(read('заказ 12345')).toMatchObject({ phones: [], words: ['заказ', '12345'] })
})

test.each([
  ['from:me', [{ who: 'me' }]],
  ['от:клиента', [{ who: 'client' }]],
  [
    'От:"Анна Петрова" from:Пётр',
    [
      { who: 'named', name: 'Анна Петрова' },
      { who: 'named', name: 'Пётр' },
    ],
  ],
])('authors of %s', (text, from) => {
  expect(read(text).from).toEqual(from)
})

test.each([
  ['after:2026-11-01', { after: { date: '2026-11-01' } }],
  ['после:1.11.2026', { after: { date: '2026-11-01' } }],
  ['до:вчера', { before: { daysAgo: 1 } }],
  ['before:today', { before: { daysAgo: 0 } }],
  ['до:25.12', { before: { date: '2025-12-25' } }],
  ['after:3.02.26', { after: { date: '2026-02-03' } }],
])('days of %s', (text, days) => {
  expect(read(text)).toMatchObject(days)
})

test('channels, files and numbers', () => {
  expect(read('channel:"Наш сайт" канал:vk')).toMatchObject({ channels: ['Наш сайт', 'vk'] })
  expect(read('has:file есть:голос')).toMatchObject({ has: ['file', 'voice'] })
  expect(read('№ 1042').number).toBe(1042)
  expect(read('заказ 1042').number).toBeNull()
})

test.each([
  ['after:32.01.2026', 'after', '32.01.2026'],
  ['до:когда-нибудь', 'до', 'когда-нибудь'],
  ['has:money', 'has', 'money'],
  ['from:', 'from', ''],
  ['before:2026-02-30 чай', 'before', '2026-02-30'],
])('%s: the wrong value is named', (text, operator, value) => {
  expect(problems(text)).toEqual([{ operator, value }])
})

test('nothing asked for is empty', () => {
  expect(isEmptySearch(read(' … '))).toBe(true)
  expect(isEmptySearch(read('has:file'))).toBe(false)
})

test('a plain text is as long as what it was made of', () => {
  for (const text of ['Ёжик', 'Crème brûlée', 'straße', 'ÀØ'])
    expect(plainText(text)).toHaveLength(text.length)
})
