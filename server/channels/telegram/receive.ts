import type { Incoming, IncomingBlock, IncomingIgnored, IncomingMessage } from '../channel.ts'
import { readFields, readInteger, readLine, readList, readText, type Fields } from '../read-unknown.ts'
import { readContent } from './read-content.ts'
import { withPlus } from './describe-other.ts'
import { readForward, readPerson } from './read-person.ts'
import { readQuote } from './read-quote.ts'

/** What one update of the Bot API says. Only private chats are ours: groups and channels make no leads. */
export function receive(update: unknown, receivedAt: Date): Incoming[] {
  const fields = readFields(update)
  const updateId = readInteger(fields?.['update_id'])
  if (!fields || updateId === null) return [ignored('not an update')]
  const key = `update:${updateId}`
  const message = readFields(fields['message'])
  if (message) return [readMessage(message, receivedAt)]
  const edited = readFields(fields['edited_message'])
  if (edited) return [readEdit(edited, key, receivedAt)]
  const query = readFields(fields['callback_query'])
  if (query) return [readButton(query, receivedAt)]
  const reaction = readFields(fields['message_reaction'])
  if (reaction) return [readReaction(reaction, key, receivedAt)]
  const member = readFields(fields['my_chat_member'])
  if (member) return [readMembership(member, key, receivedAt)]
  return [ignored(Object.keys(fields).find((field) => field !== 'update_id') ?? 'empty')]
}

/** What happens around a chat without anybody saying anything. */
const serviceFields = (
  'pinned_message message_auto_delete_timer_changed write_access_allowed chat_background_set ' +
  'connected_website boost_added forum_topic_created forum_topic_edited forum_topic_closed ' +
  'forum_topic_reopened managed_bot_created paid_message_price_changed'
).split(' ')

function readMessage(message: Fields, receivedAt: Date): IncomingMessage | IncomingIgnored {
  const service = serviceFields.find((field) => message[field] !== undefined)
  if (service !== undefined) return ignored(service)
  const written = readWritten(message, receivedAt)
  if ('reason' in written) return written
  return { kind: 'message', ...written, ownPhone: readOwnPhone(message) }
}

function readEdit(message: Fields, key: string, receivedAt: Date): Incoming {
  // A moving place is "edited" every few seconds; its first point stands in the thread.
  if (readFields(message['location'])) return ignored('a live location moved')
  const written = readWritten(message, receivedAt)
  if ('reason' in written) return written
  return { kind: 'edit', key, ...written, editedAt: readDate(message['edit_date']) ?? receivedAt }
}

type Written = Omit<IncomingMessage, 'kind' | 'ownPhone'>

function readWritten(message: Fields, receivedAt: Date): Written | IncomingIgnored {
  const chat = readFields(message['chat'])
  if (chat?.['type'] !== 'private')
    return ignored(`chat of type ${readLine(chat?.['type'], 20) ?? 'unknown'}`)
  const chatId = readInteger(chat['id'])
  const messageId = readInteger(message['message_id'])
  const person = readPerson(readFields(message['from']) ?? chat)
  if (chatId === null || messageId === null || !person) return ignored('a message without its ids')
  const content = readContent(message)
  return {
    chat: String(chatId),
    externalId: String(messageId),
    sequence: messageId,
    at: readDate(message['date']) ?? receivedAt,
    person,
    content,
    albumKey: readLine(message['media_group_id'], 64),
    replyTo: readReply(message),
    ...readQuote(message),
    forwardedFrom: readForward(message),
    source: readSource(content.text),
  }
}

function readReply(message: Fields): string | null {
  const id = readInteger(readFields(message['reply_to_message'])?.['message_id'])
  return id === null ? null : String(id)
}

/** A deep link t.me/BOT?start=PARAM arrives as the text "/start PARAM". */
function readSource(text: string): Record<string, string> | null {
  const parameter = /^\/start(?:@\w+)? ([\w-]{1,64})$/.exec(text)?.[1]
  return parameter === undefined ? null : { start: parameter }
}

/** A contact is the sender's own only when the messenger says that it is the sender's account. */
function readOwnPhone(message: Fields): string | null {
  const contact = readFields(message['contact'])
  const senderId = readInteger(readFields(message['from'])?.['id'])
  if (!contact || senderId === null || readInteger(contact['user_id']) !== senderId) return null
  const digits = (readText(contact['phone_number']) ?? '').replaceAll(/[^\d+]/g, '')
  return /^\+?\d{7,15}$/.test(digits) ? withPlus(digits) : null
}

/** A pressed button reads as a message with the words that stood on it. */
function readButton(query: Fields, receivedAt: Date): Incoming {
  const message = readFields(query['message'])
  const chat = readFields(message?.['chat'])
  const id = readText(query['id'])
  const person = readPerson(readFields(query['from']))
  if (chat?.['type'] !== 'private') return ignored('a button outside a private chat')
  const chatId = readInteger(chat['id'])
  const messageId = readInteger(message?.['message_id'])
  if (chatId === null || id === null || !person) return ignored('a button without its ids')
  return {
    kind: 'message',
    chat: String(chatId),
    externalId: `button:${id}`,
    sequence: messageId ?? 0,
    at: receivedAt,
    person,
    content: { text: buttonText(query, message), entities: [], attachments: [], unsupported: 'button' },
    albumKey: null,
    replyTo: messageId === null ? null : String(messageId),
    ...readQuote({ reply_to_message: message }),
    forwardedFrom: null,
    source: null,
    ownPhone: null,
    pressId: id,
  }
}

function buttonText(query: Fields, message: Fields | null): string {
  const data = readText(query['data']) ?? readText(query['game_short_name']) ?? ''
  const rows = readList(readFields(message?.['reply_markup'])?.['inline_keyboard']).flatMap((row) =>
    readList(row),
  )
  const button = rows
    .map(readFields)
    .find((each) => each !== null && readText(each['callback_data']) === data)
  return readText(button?.['text']) ?? data
}

function readMembership(change: Fields, key: string, receivedAt: Date): IncomingBlock | IncomingIgnored {
  const chat = readFields(change['chat'])
  const chatId = readInteger(chat?.['id'])
  if (chat?.['type'] !== 'private' || chatId === null) return ignored('membership outside a private chat')
  const person = readPerson(readFields(change['from']) ?? chat)
  const status = readFields(change['new_chat_member'])?.['status']
  if (!person || (status !== 'kicked' && status !== 'member')) return ignored('membership of an unknown kind')
  const kind = status === 'kicked' ? 'blocked' : 'unblocked'
  return { kind, key, chat: String(chatId), at: readDate(change['date']) ?? receivedAt, person }
}

/** All reactions of the person to one message; of a custom emoji only that there is one can be told. */
function readReaction(told: Fields, key: string, receivedAt: Date): Incoming {
  const chat = readFields(told['chat'])
  const chatId = readInteger(chat?.['id'])
  const messageId = readInteger(told['message_id'])
  if (chat?.['type'] !== 'private') return ignored('a reaction outside a private chat')
  if (chatId === null || messageId === null) return ignored('a reaction without its ids')
  const emoji = readList(told['new_reaction']).flatMap((one) => {
    const reaction = readFields(one)
    return reaction?.['type'] === 'emoji' ? (readLine(reaction['emoji'], 32) ?? []) : ['⭐']
  })
  const at = readDate(told['date']) ?? receivedAt
  return { kind: 'reaction', key, chat: String(chatId), externalId: String(messageId), emoji, at }
}

/** Unix seconds; 0 stands for "not told". */
function readDate(value: unknown): Date | null {
  const seconds = readInteger(value)
  return seconds !== null && seconds > 0 && seconds < 100_000_000_000 ? new Date(seconds * 1000) : null
}

function ignored(reason: string): IncomingIgnored {
  return { kind: 'ignored', reason }
}
