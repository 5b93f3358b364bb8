import type { Person } from '../channel.ts'
import { readFields, readInteger, readLine, type Fields } from '../read-unknown.ts'

/** Who wrote. Ids of Telegram name the same person for all bots. A deleted account has no name left. */
export function readPerson(user: Fields | null): Person | null {
  const id = readInteger(user?.['id'])
  if (!user || id === null) return null
  return {
    scope: 'messenger',
    externalId: String(id),
    name: fullName(user),
    handle: readLine(user['username'], 64),
    language: readLine(user['language_code'], 35),
  }
}

function fullName(user: Fields): string {
  return [readLine(user['first_name'], 100), readLine(user['last_name'], 100)].filter(Boolean).join(' ')
}

/** What a person, a group or a channel is called. */
export function nameOf(somebody: Fields | null): string | null {
  return somebody && (fullName(somebody) || readLine(somebody['title']))
}

/** Who wrote a forwarded message first: a user, one who hides, a group or a channel. */
export function readForward(message: Fields): string | null {
  const origin = readFields(message['forward_origin'])
  if (!origin) return null
  const user = readFields(origin['sender_user'])
  const chat = readFields(origin['sender_chat']) ?? readFields(origin['chat'])
  return user ? fullName(user) : (readLine(origin['sender_user_name']) ?? nameOf(chat) ?? '')
}
