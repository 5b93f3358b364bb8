import { expect, test } from 'vitest'
import type { MessageView } from '#contract/messages'
import { canReact, findLastOwn, mayDelete, mayEdit } from './change-rules.ts'

const now = Date.parse('2026-11-26T12:00:00.000Z')
const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString()
const part = (more: Partial<MessageView['parts'][number]> = {}): MessageView['parts'][number] => ({
  position: 0,
  state: 'sent',
  failCode: null,
  nextTryAt: null,
  files: [],
  text: 'текст',
  ...more,
})

const message = (more: Partial<MessageView> = {}): MessageView => ({
  id: '00000000-0000-4000-8000-000000000001',
  chatId: 'chat',
  number: 1,
  direction: 'out',
  kind: 'text',
  unsupported: null,
  author: { kind: 'user', id: 7, name: 'Анна' },
  text: 'текст',
  entities: [],
  at: hoursAgo(1),
  receivedAt: hoursAgo(1),
  isLate: false,
  editedAt: null,
  deletedAt: null,
  change: null,
  replyTo: null,
  forwardedFrom: null,
  location: null,
  reactions: [],
  attachments: [],
  state: 'sent',
  parts: [part()],
  ...more,
})

const can = { editing: { withinHours: null }, deleting: { withinHours: 48 }, reactions: ['👍'] }
const nothing = { editing: null, deleting: null, reactions: [] }
const me = { userId: 7, isAdmin: false }
const admin = { userId: 1, isAdmin: true }

test('one changes and takes back what one wrote oneself, and an admin what any colleague did', () => {
  expect(mayEdit(message(), can, me, now)).toBe('yes')
  expect(mayDelete(message(), can, me, now)).toBe('yes')
  const others = message({ author: { kind: 'user', id: 8, name: 'Борис' } })
  expect(mayEdit(others, can, me, now)).toBe('not_own')
  expect(mayEdit(others, can, admin, now)).toBe('yes')
  const fromMessenger = message({ author: { kind: 'outside', id: null, name: null } })
  expect(mayDelete(fromMessenger, can, admin, now)).toBe('not_own')
})

test('of what the client wrote a change is not even offered; where the messenger cannot, that is said', () => {
  const clients = message({ direction: 'in', author: { kind: 'client', id: 3, name: 'Ольга' }, parts: [] })
  expect(mayEdit(clients, can, me, now)).toBe('unheard_of')
  expect(mayEdit(message(), nothing, me, now)).toBe('cannot')
  expect(mayDelete(message(), nothing, me, now)).toBe('cannot')
})

test('what has not left whole, is gone already or left too long ago stays as it is, and says why', () => {
  expect(mayEdit(message({ parts: [] }), can, me, now)).toBe('not_sent')
  expect(mayDelete(message({ parts: [part(), part({ state: 'failed' })] }), can, me, now)).toBe('not_sent')
  expect(mayEdit(message({ deletedAt: hoursAgo(0) }), can, me, now)).toBe('deleted')
  const old = message({ receivedAt: hoursAgo(49) })
  expect(mayDelete(old, can, me, now)).toBe('too_late')
  expect(mayEdit(old, can, me, now)).toBe('yes')
})

test('a text that left as several messages can be taken back but not changed; files beside one text do not matter', () => {
  const split = message({ parts: [part(), part({ position: 1 })] })
  expect(mayEdit(split, can, me, now)).toBe('split')
  expect(mayDelete(split, can, me, now)).toBe('yes')
  const withFiles = message({ parts: [part(), part({ position: 1, text: '', files: [0] })] })
  expect(mayEdit(withFiles, can, me, now)).toBe('yes')
})

test('one reacts to what stands in a messenger that knows reactions', () => {
  const clients = message({ direction: 'in', parts: [] })
  expect(canReact(clients, can)).toBe(true)
  expect(canReact(clients, nothing)).toBe(false)
  expect(canReact(message({ parts: [part({ state: 'queued' })] }), can)).toBe(false)
  expect(canReact(message({ deletedAt: hoursAgo(0) }), can)).toBe(false)
})

test('the last own message is of this chat, by this person, and not taken back', () => {
  const items = [
    message({ id: 'a' }),
    message({ id: 'b', deletedAt: hoursAgo(0) }),
    message({ id: 'c', author: { kind: 'user', id: 8, name: 'Борис' } }),
    message({ id: 'd', chatId: 'other' }),
  ]
  expect(findLastOwn(items, 'chat', 7)?.id).toBe('a')
  expect(findLastOwn(items, 'chat', 9)).toBeNull()
})
