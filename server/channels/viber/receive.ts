import type { Incoming, IncomingBlock, IncomingIgnored } from '../channel.ts'
import { readFields, readInteger, readLine, type Fields } from '../read-unknown.ts'
import { readContent } from './read-content.ts'
import { readPerson, readUserId, unnamed } from './read-person.ts'
import { readToken } from './read-token.ts'

type Read = (callback: Fields, receivedAt: Date) => Incoming

/** Whatever else comes, such as `webhook`, says nothing yet: nobody has written. */
const readers = new Map<string, Read>([
  ['message', readMessage],
  ['conversation_started', readMeeting],
  ['subscribed', readSubscription],
  ['unsubscribed', readSubscription],
  ['delivered', readReceipt],
  ['seen', readReceipt],
  ['failed', readFailure],
])

/** What one callback says. */
export function receive(update: unknown, receivedAt: Date): Incoming[] {
  const callback = readFields(update)
  const event = readLine(callback?.['event'], 60)
  if (!callback || !event) return [ignored('not a callback')]
  const read = readers.get(event)
  return [read ? read(callback, receivedAt) : ignored(event)]
}

function readMessage(callback: Fields, receivedAt: Date): Incoming {
  const externalId = readToken(callback)
  const person = readPerson(readFields(callback['sender']))
  const message = readFields(callback['message'])
  if (externalId === null || !person || !message) return ignored('a message without its ids')
  return {
    kind: 'message',
    chat: person.externalId,
    externalId,
    // Tokens are not promised to rise, and times are told to the millisecond.
    sequence: 0,
    at: readTime(callback) ?? receivedAt,
    person,
    content: readContent(message, externalId),
    albumKey: null,
    replyTo: null,
    forwardedFrom: null,
    source: null,
    // A number shared by a button looks like any other contact card, so it proves nothing.
    ownPhone: null,
  }
}

function readSubscription(callback: Fields, receivedAt: Date): IncomingBlock | IncomingIgnored {
  const isBack = callback['event'] === 'subscribed'
  const userId = readUserId(callback['user_id'])
  const person = readPerson(readFields(callback['user'])) ?? (userId === null ? null : unnamed(userId))
  const token = readToken(callback)
  if (!person || token === null) return ignored('a subscription without its ids')
  const kind = isBack ? 'unblocked' : 'blocked'
  const at = readTime(callback) ?? receivedAt
  return { kind, key: `${kind}:${token}`, chat: person.externalId, at, person }
}

/** The chat was opened by a link with a context of ours, viber://pa?chatURI=URI&context=PARAM; the message to come does not repeat it. */
function readMeeting(callback: Fields, receivedAt: Date): Incoming {
  const person = readPerson(readFields(callback['user']))
  const context = readLine(callback['context'])
  if (!person || !context) return ignored('conversation_started')
  return { kind: 'met', chat: person.externalId, source: { context }, at: readTime(callback) ?? receivedAt }
}

function readReceipt(callback: Fields, receivedAt: Date): Incoming {
  const ids = readIds(callback)
  if (!ids) return ignored('a receipt without its ids')
  const state = callback['event'] === 'seen' ? 'read' : 'delivered'
  const at = readTime(callback) ?? receivedAt
  return { kind: 'receipt', key: `${state}:${ids.externalId}`, ...ids, state, upTo: null, at }
}

function readFailure(callback: Fields, receivedAt: Date): Incoming {
  const ids = readIds(callback)
  if (!ids) return ignored('a failure without its ids')
  const detail = readLine(callback['desc']) ?? ''
  const code = /not ?subscribed/i.test(detail) ? 'blocked_by_client' : 'refused'
  const at = readTime(callback) ?? receivedAt
  return { kind: 'failure', key: `failed:${ids.externalId}`, ...ids, at, code, detail }
}

/** Of a message of ours that a callback speaks of. */
function readIds(callback: Fields): { chat: string; externalId: string } | null {
  const chat = readUserId(callback['user_id'])
  const externalId = readToken(callback)
  return chat === null || externalId === null ? null : { chat, externalId }
}

/** Unix milliseconds. */
function readTime(callback: Fields): Date | null {
  const ms = readInteger(callback['timestamp'])
  return ms !== null && ms > 0 && ms < 100_000_000_000_000 ? new Date(ms) : null
}

function ignored(reason: string): IncomingIgnored {
  return { kind: 'ignored', reason }
}
