import { expect, test } from 'vitest'
import { whyNot, type Standing } from './why-not.ts'

const at = new Date(0)
const fresh: Standing = { closedAt: null, readAt: null, waitingSince: at, lastIncomingId: 'm1' }
const read: Standing = { ...fresh, readAt: at }
const answered: Standing = { ...read, waitingSince: null }
const closed: Standing = { ...answered, closedAt: at }

test.each([
  ['close', 'closed', closed, 'm1', 'closed'],
  ['close', 'open and read', answered, 'm1', null],
  ['close', 'open, unread and waiting', fresh, 'm1', null],
  ['close', 'written to since', fresh, 'm0', 'new_message'],
  ['close', 'written to for the first time since', fresh, null, 'new_message'],
  ['close', 'never written to by the client', { ...answered, lastIncomingId: null }, null, null],
  ['dismiss', 'closed', closed, 'm1', 'closed'],
  ['dismiss', 'read and not waiting', answered, 'm1', 'same'],
  ['dismiss', 'read and waiting', read, 'm1', null],
  ['dismiss', 'written to since', fresh, 'm0', 'new_message'],
  ['read', 'read', read, 'm1', 'same'],
  ['read', 'unread', fresh, 'm1', null],
  ['read', 'written to since', fresh, 'm0', 'new_message'],
  ['unread', 'unread', fresh, 'm1', 'same'],
  ['unread', 'read', read, 'm1', null],
  ['unread', 'read, and written to since', read, 'm0', null],
  ['unread', 'closed', closed, 'm1', 'closed'],
] as const)('%s of one that is %s', (kind, _what, standing, seen, reason) => {
  expect(whyNot(kind, standing, seen)).toBe(reason)
})
