import { expect, it } from 'vitest'
import type { FeedItem } from '#contract/feed'
import { chooseRecipient } from './choose-recipient.ts'
import type { Recipient } from './choose-recipient.ts'

const recipientOf = (id: string, contactId = 1): Recipient => ({
  id,
  channelKind: 'telegram',
  channelName: id,
  openNumber: null,
  contactId,
  contactName: 'Ольга',
})
const [telegram, viber] = [recipientOf('telegram'), recipientOf('viber')]
const recipients = [telegram, viber]

const messageIn = (chatId: string, direction: 'in' | 'out', receivedAt: string): FeedItem => ({
  type: 'message',
  at: receivedAt,
  channelKind: 'telegram',
  message: {
    id: crypto.randomUUID(),
    chatId,
    number: 1,
    direction,
    kind: 'text',
    unsupported: null,
    author: { kind: direction === 'in' ? 'client' : 'user', id: 1, name: null },
    text: '',
    entities: [],
    location: null,
    at: receivedAt,
    receivedAt,
    isLate: false,
    editedAt: null,
    deletedAt: null,
    change: null,
    replyTo: null,
    forwardedFrom: null,
    reactions: [],
    attachments: [],
    state: null,
    parts: [],
  },
})
const never = (): null => null
const recalled = (at: string) => () => ({ chatId: 'viber', at: Date.parse(at) })

it('whom one chose in the card is written to, whatever else there is', () => {
  const items = [messageIn('telegram', 'in', '2026-11-26T10:00:00Z')]
  expect(chooseRecipient(recipients, 'viber', items, never)).toBe(viber)
})

it('without a choice the answer goes where the last message stands, else to the first chat', () => {
  const items = [messageIn('viber', 'in', '2026-11-26T10:00:00Z')]
  expect(chooseRecipient(recipients, null, items, never)).toBe(viber)
  expect(chooseRecipient(recipients, null, [], never)).toBe(telegram)
  expect(chooseRecipient([], null, [], never)).toBeNull()
})

it('what one chose for this contact before is kept until the client writes elsewhere', () => {
  const items = [messageIn('telegram', 'in', '2026-11-26T10:00:00Z')]
  expect(chooseRecipient(recipients, null, items, recalled('2026-11-26T11:00:00Z'))).toBe(viber)
  expect(chooseRecipient(recipients, null, items, recalled('2026-11-26T09:00:00Z'))).toBe(telegram)
  // Answers of ours do not undo a choice.
  const answered = [...items, messageIn('telegram', 'out', '2026-11-26T12:00:00Z')]
  expect(chooseRecipient(recipients, null, answered, recalled('2026-11-26T11:00:00Z'))).toBe(viber)
})

it('a remembered chat that is no longer there is forgotten', () => {
  expect(chooseRecipient([telegram], null, [], recalled('2026-11-26T11:00:00Z'))).toBe(telegram)
})
