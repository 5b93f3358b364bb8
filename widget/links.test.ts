import { expect, test } from 'vitest'
import { linkTarget, trimTail } from './links.tsx'

test.each([
  ['https://shop.ru/versa.', 'https://shop.ru/versa'],
  ['https://shop.ru/versa),', 'https://shop.ru/versa'],
  ['https://ru.wikipedia.org/wiki/Пар_(физика)', 'https://ru.wikipedia.org/wiki/Пар_(физика)'],
  ['www.shop.ru/?a=1&b=2!»', 'www.shop.ru/?a=1&b=2'],
])('the punctuation after the address in %s belongs to the sentence', (found, shown) => {
  expect(trimTail(found)).toBe(shown)
})

test('only addresses of the web become links', () => {
  expect(linkTarget('www.shop.ru')).toBe('https://www.shop.ru')
  expect(linkTarget('http://shop.ru')).toBe('http://shop.ru')
  expect(linkTarget('https://')).toBeNull()
})
