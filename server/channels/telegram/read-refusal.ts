import type { SendResult } from '../channel.ts'
import { isTokenRefused, type ApiRefusal } from './client.ts'

/** What a refusal of the Bot API means for the message. Decided by the status and as few words as possible. */
export function readRefusal(refusal: ApiRefusal): SendResult {
  const { status, description } = refusal
  if (refusal.migrateTo !== null) return { outcome: 'moved', chat: refusal.migrateTo }
  if (status === 429) {
    return {
      outcome: 'unsent',
      code: 'too_many_requests',
      retryAfterMs: refusal.retryAfterMs ?? 1000,
      scope: 'chat',
    }
  }
  if (isTokenRefused(refusal)) return { outcome: 'refused', code: 'token_revoked', detail: description }
  if (status === 403) {
    const isBlocked = /blocked by the user/i.test(description)
    return {
      outcome: 'refused',
      code: isBlocked ? 'blocked_by_client' : 'client_not_reachable',
      detail: description,
    }
  }
  if (status === 413 || /too big|too large/i.test(description)) {
    return { outcome: 'refused', code: 'too_large', detail: description }
  }
  if (
    /chat not found|user not found|PEER_ID_INVALID|USER_ID_INVALID|CHAT_ID_INVALID|user is deactivated/i.test(
      description,
    )
  ) {
    return { outcome: 'refused', code: 'client_not_reachable', detail: description }
  }
  return { outcome: 'refused', code: 'refused', detail: description }
}
