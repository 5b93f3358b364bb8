import { expect, test } from 'vitest'
import { judgeLook } from './judge-look.ts'

test('a look at an unread conversation is told', () => {
  expect(judgeLook({ isRead: false, lastMessage: { id: 'a' } }, 'a')).toBe('tell')
})

test('a look at a read one is not, so that a mark made by hand afterwards stays', () => {
  expect(judgeLook({ isRead: true, lastMessage: { id: 'a' } }, 'a')).toBe('nothing')
})

test('a row that was read before the message came says nothing about it', () => {
  expect(judgeLook({ isRead: true, lastMessage: { id: 'a' } }, 'b')).toBe('wait')
  expect(judgeLook({ isRead: true, lastMessage: null }, 'b')).toBe('wait')
})
