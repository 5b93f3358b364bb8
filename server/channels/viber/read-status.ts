import type { SendResult } from '../channel.ts'
import type { ApiRefusal } from './client.ts'

/** The status codes of the REST Bot API that mean something to us. */
export const statuses = {
  invalidUrl: 1,
  invalidAuthToken: 2,
  receiverNotRegistered: 5,
  receiverNotSubscribed: 6,
  receiverNoSuitableDevice: 11,
  tooManyRequests: 12,
  apiVersionNotSupported: 13,
  incompatibleWithVersion: 14,
} as const

/** More than 100 messages in an hour to somebody who is silent; how long to wait is not told. */
export const floodWaitMs = 10 * 60_000

const notReachable = new Set<number>([
  statuses.receiverNotRegistered,
  statuses.receiverNoSuitableDevice,
  // We ask for no version of the client, so there is no lower one to ask for.
  statuses.apiVersionNotSupported,
  statuses.incompatibleWithVersion,
])

/** What a refusal means for the message. */
export function readStatus({ status, detail }: ApiRefusal): SendResult {
  if (status === statuses.tooManyRequests) {
    return { outcome: 'unsent', code: 'too_many_requests', retryAfterMs: floodWaitMs, scope: 'chat' }
  }
  if (status === statuses.invalidAuthToken) return { outcome: 'refused', code: 'token_revoked', detail }
  if (status === statuses.receiverNotSubscribed) {
    return { outcome: 'refused', code: 'blocked_by_client', detail }
  }
  if (notReachable.has(status)) return { outcome: 'refused', code: 'client_not_reachable', detail }
  return { outcome: 'refused', code: 'refused', detail: `${detail} (${status})` }
}
