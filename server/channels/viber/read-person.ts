import type { Person } from '../channel.ts'
import { readLine, type Fields } from '../read-unknown.ts'
import { placeholderName } from './config.ts'

/** Viber gives the same person another id for each account. Who hides from bots has no name. */
export function readPerson(user: Fields | null): Person | null {
  const externalId = readUserId(user?.['id'])
  if (!user || externalId === null) return null
  return {
    scope: 'channel',
    externalId,
    name: readName(user['name']),
    handle: null,
    language: readLine(user['language'], 35) || null,
  }
}

export function readName(given: unknown): string {
  const name = readLine(given, 200) ?? ''
  return name === placeholderName ? '' : name
}

/** Of callbacks that name nobody but the id. */
export function unnamed(externalId: string): Person {
  return { scope: 'channel', externalId, name: '', handle: null, language: null }
}

export function readUserId(given: unknown): string | null {
  return readLine(given, 200) || null
}
