import type { Connection, FoundPerson } from '../channel.ts'
import { readFields } from '../read-unknown.ts'
import type { ViberClient } from './client.ts'
import { readName } from './read-person.ts'
import { statuses } from './read-status.ts'
import { readWebAddress } from './read-web-address.ts'

const usualWaitMs = 60_000
/** get_user_details may be asked twice in twelve hours for one person. */
const quotaWaitMs = 12 * 3_600_000

export async function findPerson(
  client: ViberClient,
  connection: Connection,
  externalId: string,
): Promise<FoundPerson> {
  const told = await client.call(connection.token, 'get_user_details', { id: externalId })
  if (told.outcome === 'ok') {
    const user = readFields(told.answer['user'])
    return {
      outcome: 'ok',
      name: readName(user?.['name']),
      handle: null,
      avatarRef: readWebAddress(user?.['avatar']),
    }
  }
  if (told.outcome !== 'refused') return later(usualWaitMs)
  const { status } = told
  if (status === statuses.invalidAuthToken) return { ...later(usualWaitMs), tokenRevoked: true }
  const isGone = status === statuses.receiverNotRegistered || status === statuses.receiverNotSubscribed
  return isGone ? { outcome: 'gone' } : later(quotaWaitMs)
}

function later(retryAfterMs: number): Extract<FoundPerson, { outcome: 'later' }> {
  return { outcome: 'later', retryAfterMs, tokenRevoked: false }
}
