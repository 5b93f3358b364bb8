import type {
  Incoming,
  IncomingBlock,
  IncomingEdit,
  IncomingIgnored,
  IncomingMessage,
  IncomingOutside,
  Quote,
} from '../channel.ts'
import { readFields, readInteger, readLine, readText, type Fields } from '../read-unknown.ts'
import { readContent, readForwardedFrom } from './read-content.ts'
import { personOf, readDate, readNumberInChat, readUser } from './read-ids.ts'
import { emojiOfReaction } from './reactions.ts'

type Reading = { object: Fields; key: string; receivedAt: Date }

const readers: Record<string, (reading: Reading) => Incoming> = {
  message_new: readNew,
  message_reply: readReply,
  message_edit: readEdit,
  message_read: readRead,
  message_allow: (reading) => readPermission('unblocked', reading),
  message_deny: (reading) => readPermission('blocked', reading),
  message_typing_state: readTyping,
  message_event: readPress,
  message_reaction_event: readReaction,
}

/** What one event says, of Callback API and Long Poll alike. Only talks with one person are ours: chats make no leads. */
export function receive(update: unknown, receivedAt: Date): Incoming[] {
  const event = readFields(update)
  const type = readText(event?.['type'])
  if (!event || type === null) return [ignored('not an event')]
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  const object = readFields(event['object'])
  if (!read || !object) return [ignored(readLine(type, 60) || 'an event without a type')]
  const id = readLine(event['event_id'], 100)
  return [read({ object, key: id ? `event:${id}` : keyOf(type, object), receivedAt })]
}

/** For events that come without their id. */
function keyOf(type: string, object: Fields): string {
  const names = 'peer_id user_id from_id conversation_message_id cmid reacted_id reaction_id update_time date'
  const values = names.split(' ').map((name) => readInteger(object[name]) ?? '')
  return `${type}:${values.join(':')}`
}

function readNew({ object, receivedAt }: Reading): IncomingMessage | IncomingIgnored {
  const message = readFields(object['message']) ?? object
  const written = readWritten(message, receivedAt)
  if ('reason' in written) return written
  if (!isFromClient(message)) return ignored('a message that is not of the client')
  return { kind: 'message', ...written, ownPhone: null }
}

/** Everything that leaves the community: what we sent, and what somebody wrote in VK itself. */
function readReply({ object, receivedAt }: Reading): IncomingOutside | IncomingIgnored {
  const written = readWritten(object, receivedAt)
  if ('reason' in written) return written
  const randomId = readInteger(object['random_id'])
  const operator = readUser(object['admin_author_id'])
  return {
    kind: 'outside',
    ...written,
    source: null,
    sendId: randomId !== null && randomId > 0 && randomId < 2 ** 31 ? randomId : null,
    operatorId: operator === null ? null : String(operator),
  }
}

function readEdit({ object, key, receivedAt }: Reading): IncomingEdit | IncomingIgnored {
  const written = readWritten(object, receivedAt)
  if ('reason' in written) return written
  if (!isFromClient(object)) return ignored('a message of ours was edited')
  return { kind: 'edit', key, ...written, editedAt: readDate(object['update_time']) ?? receivedAt }
}

type Written = Omit<IncomingMessage, 'kind' | 'ownPhone'>

function readWritten(message: Fields, receivedAt: Date): Written | IncomingIgnored {
  const user = readUser(message['peer_id'])
  if (user === null) return ignored('a chat of several people')
  const number = readNumberInChat(message)
  if (number === null) return ignored('a message without its number')
  return {
    chat: String(user),
    externalId: String(number),
    sequence: number,
    at: readDate(message['date']) ?? receivedAt,
    person: personOf(user),
    content: readContent(message),
    albumKey: null,
    replyTo: replyOf(message),
    ...readQuote(message),
    forwardedFrom: readForwardedFrom(message),
    source: readSource(message),
  }
}

function isFromClient(message: Fields): boolean {
  return readUser(message['from_id']) === readUser(message['peer_id'])
}

function replyOf(message: Fields): string | null {
  const number = readNumberInChat(readFields(message['reply_message']))
  return number === null ? null : String(number)
}

/** What the answered message says, for when it is not known here; VK does not tell who wrote it. */
function readQuote(message: Fields): { quote?: Quote } {
  const replied = readFields(message['reply_message'])
  if (!replied) return {}
  const text = readContent(replied).text.slice(0, 300).toWellFormed()
  return { quote: { text, authorName: null, isPiece: false } }
}

/** From where somebody came: vk.me/club7?ref=PARAM&ref_source=PARAM. */
function readSource(message: Fields): Record<string, string> | null {
  const source: Record<string, string> = {}
  for (const name of ['ref', 'ref_source']) {
    const value = readLine(message[name])
    if (value) source[name] = value
  }
  return Object.keys(source).length > 0 ? source : null
}

function readRead({ object, key, receivedAt }: Reading): Incoming {
  const user = readUser(object['peer_id'])
  const number = readNumberInChat(object) ?? null
  if (user === null || readUser(object['from_id']) !== user) return ignored('not read by the client')
  if (number === null) return ignored('read up to an unknown message')
  const upTo = String(number)
  return { kind: 'receipt', key, chat: String(user), state: 'read', upTo, externalId: null, at: receivedAt }
}

function readPermission(kind: IncomingBlock['kind'], { object, key, receivedAt }: Reading): Incoming {
  const user = readUser(object['user_id'])
  if (user === null) return ignored('permission of nobody')
  return { kind, key, chat: String(user), at: receivedAt, person: personOf(user) }
}

function readTyping({ object }: Reading): Incoming {
  const user = readUser(object['from_id'])
  const isToUs = (readInteger(object['to_id']) ?? 0) < 0
  return user === null || !isToUs ? ignored('typing elsewhere') : { kind: 'typing', chat: String(user) }
}

/** A pressed button reads as a message. VK does not repeat the words on it, so our buttons carry them in their payload. */
function readPress({ object, receivedAt }: Reading): Incoming {
  const user = readUser(object['peer_id'])
  const id = readLine(object['event_id'], 100)
  if (user === null || readUser(object['user_id']) !== user) return ignored('a button outside a private chat')
  if (!id) return ignored('a button without its id')
  const number = readNumberInChat(object)
  return {
    kind: 'message',
    chat: String(user),
    externalId: `button:${user}:${id}`,
    sequence: number ?? 0,
    at: receivedAt,
    person: personOf(user),
    content: { text: wordsOf(object['payload']), entities: [], attachments: [], unsupported: 'button' },
    albumKey: null,
    replyTo: number === null ? null : String(number),
    forwardedFrom: null,
    source: null,
    ownPhone: null,
    // Whoever answers the press has to name the person too.
    pressId: `${user}:${id}`,
  }
}

function wordsOf(payload: unknown): string {
  const fields = readFields(payload)
  for (const name of ['text', 'label', 'button', 'command']) {
    const words = readLine(fields?.[name])
    if (words) return words
  }
  return payload === undefined ? '' : (readLine(JSON.stringify(payload)) ?? '')
}

/** One person has one reaction on a message; without an id it was taken back. */
function readReaction({ object, key, receivedAt }: Reading): Incoming {
  const user = readUser(object['peer_id'])
  const number = readInteger(object['cmid'])
  if (user === null || readInteger(object['reacted_id']) !== user)
    return ignored('not a reaction of the client')
  if (number === null || number <= 0) return ignored('a reaction to an unknown message')
  const id = readInteger(object['reaction_id'])
  const emoji = id === null ? [] : [emojiOfReaction(id)]
  return { kind: 'reaction', key, chat: String(user), externalId: String(number), emoji, at: receivedAt }
}

function ignored(reason: string): IncomingIgnored {
  return { kind: 'ignored', reason }
}
