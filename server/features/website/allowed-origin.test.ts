import { expect, test } from 'vitest'
import { isAllowedOrigin } from './allowed-origin.ts'

test.each([
  ['https://shop.ru', 'https://shop.ru', true],
  ['https://SHOP.ru', 'https://shop.ru/', true],
  ['https://shop.ru:443', 'https://shop.ru', true],
  ['https://shop.ru:8443', 'https://shop.ru', false],
  ['http://shop.ru', 'https://shop.ru', false],
  ['https://shop.ru.evil.com', 'https://shop.ru', false],
  ['https://evil-shop.ru', 'https://shop.ru', false],
  ['https://www.shop.ru', 'https://*.shop.ru', true],
  ['https://a.b.shop.ru', 'https://*.shop.ru', true],
  ['https://shop.ru', 'https://*.shop.ru', false],
  ['https://evilshop.ru', 'https://*.shop.ru', false],
  ['http://localhost:5173', 'http://localhost:*', true],
  ['http://localhost', 'http://localhost:*', true],
  ['http://localhost.evil.com:80', 'http://localhost:*', false],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000', true],
  ['http://[::1]:3000', 'http://[::1]:3000', true],
  ['https://xn--80a1acny.xn--p1ai', 'https://xn--80a1acny.xn--p1ai', true],
  ['null', 'https://shop.ru', false],
  ['null', '*', false],
  ['file://', 'https://shop.ru', false],
  ['https://shop.ru', 'https://*', false],
  ['https://shop.ru', '', false],
])('a page of %s with the entry %s: %s', (origin, entry, isAllowed) => {
  expect(isAllowedOrigin(origin, [entry])).toBe(isAllowed)
})
