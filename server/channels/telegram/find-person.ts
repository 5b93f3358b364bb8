import type { Connection, FoundPerson } from '../channel.ts'
import { readFields, readText } from '../read-unknown.ts'
import { isTokenRefused, type TelegramClient } from './client.ts'
import { readPerson } from './read-person.ts'

const usualWaitMs = 10_000

/**
 * getChat tells the name and the picture in one call. The id of the picture's file may be another one each time, its unique id
 * is not; of the two sizes the small one (160 × 160) is enough for a face.
 */
export async function findPerson(
  client: TelegramClient,
  connection: Connection,
  externalId: string,
): Promise<FoundPerson> {
  const found = await client.call(connection.token, 'getChat', { chat_id: externalId })
  if (found.outcome === 'refused') {
    if (found.status === 429) return later(found.retryAfterMs ?? usualWaitMs)
    if (isTokenRefused(found)) return { ...later(60_000), tokenRevoked: true }
    return { outcome: 'gone' }
  }
  if (found.outcome !== 'ok') return later(usualWaitMs)
  const chat = readFields(found.result)
  const person = readPerson(chat)
  if (!person || chat?.['type'] !== 'private') return { outcome: 'gone' }
  const photo = readFields(chat['photo'])
  const avatarRef = readText(photo?.['small_file_id']) || null
  const avatarKey = readText(photo?.['small_file_unique_id']) || undefined
  const { name, handle } = person
  return { outcome: 'ok', name, handle, avatarRef, ...(avatarKey === undefined ? {} : { avatarKey }) }
}

function later(retryAfterMs: number): Extract<FoundPerson, { outcome: 'later' }> {
  return { outcome: 'later', retryAfterMs, tokenRevoked: false }
}
