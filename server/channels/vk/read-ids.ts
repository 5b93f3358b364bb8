import type { Person } from '../channel.ts'
import { readInteger, type Fields } from '../read-unknown.ts'
import { firstGroupChat } from './config.ts'

/** A person; chats of several people are numbered from two billion on, communities below zero. */
export function readUser(value: unknown): number | null {
  const id = readInteger(value)
  return id !== null && id > 0 && id < firstGroupChat ? id : null
}

/** A message's number in its chat: one after another, and the only id a chat of VK is ordered by. */
export function readNumberInChat(message: Fields | null): number | null {
  const id = readInteger(message?.['conversation_message_id'])
  return id !== null && id > 0 ? id : null
}

/** Events carry no names: they are asked for afterwards. */
export function personOf(user: number): Person {
  return { scope: 'messenger', externalId: String(user), name: '', handle: null, language: null }
}

/** Somebody who is only a number to us, as VK writes the address of his page: "id5", "club7". */
export function pageOf(value: unknown): string {
  const id = readInteger(value) ?? 0
  return id < 0 ? `club${-id}` : `id${id}`
}

/** Unix seconds. */
export function readDate(value: unknown): Date | null {
  const seconds = readInteger(value)
  return seconds !== null && seconds > 0 && seconds < 100_000_000_000 ? new Date(seconds * 1000) : null
}
