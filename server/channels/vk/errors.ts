import type { ActionResult, ChannelFailure, SendResult } from '../channel.ts'
import type { ApiRefusal, ApiResult } from './client.ts'

type NotOk = Exclude<ApiResult, { outcome: 'ok' }>

export const tokenDead = 5
/** More than twenty requests a second. */
const tooManyRequests = 6
const rightsMissing = new Set([7, 15, 27])

/** What an error of messages.send, or of the calls around it, means for the message; VK's list of errors gives the numbers. */
export function readRefusal({ code, detail }: ApiRefusal): SendResult {
  switch (code) {
    case tokenDead:
      return { outcome: 'refused', code: 'token_revoked', detail }
    case tooManyRequests:
      return unsent(code, 1000, 'channel')
    // A captcha, or the method's own limit: both pass.
    case 14:
    case 29:
      return unsent(code, 60_000, 'channel')
    // Flood: more than a thousand messages an hour to one person.
    case 9:
      return unsent(code, 60_000, 'chat')
    // Trouble inside VK: nobody says whether the message was made; the same random_id makes a repeat harmless.
    case 1:
    case 10:
      return { outcome: 'unknown', code: `error_${code}` }
    // On the community's blacklist, denied us or never wrote, or closed by privacy.
    case 900:
    case 901:
    case 902:
      return { outcome: 'refused', code: 'blocked_by_client', detail }
    // Deleted or banned, no such user, no such contact.
    case 18:
    case 113:
    case 936:
      return { outcome: 'refused', code: 'client_not_reachable', detail }
    default:
      return { outcome: 'refused', code: 'refused', detail }
  }
}

/** A call that came before the message itself: nothing has left, whatever became of it. */
export function beforeSending(result: NotOk): SendResult {
  if (result.outcome === 'unsent')
    return { outcome: 'unsent', code: result.code, retryAfterMs: null, scope: 'channel' }
  if (result.outcome === 'unknown')
    return { outcome: 'unsent', code: result.code, retryAfterMs: null, scope: 'chat' }
  const read = readRefusal(result)
  return read.outcome === 'unknown' ? { ...read, outcome: 'unsent', retryAfterMs: null, scope: 'chat' } : read
}

export function actionResultOf(result: NotOk): ActionResult {
  if (result.outcome !== 'refused') return { outcome: 'unknown', retryAfterMs: null }
  const read = readRefusal(result)
  if (read.outcome === 'refused') return read
  return { outcome: 'unknown', retryAfterMs: read.outcome === 'unsent' ? read.retryAfterMs : null }
}

export function failureOf(result: NotOk): ChannelFailure {
  const detail = detailOf(result)
  if (result.outcome !== 'refused') return { state: 'unreachable', detail, retryAfterMs: null }
  if (result.code === tokenDead) return { state: 'token_revoked', detail, retryAfterMs: null }
  if (rightsMissing.has(result.code)) {
    return { state: 'refused', detail: `The community token lacks rights: ${detail}`, retryAfterMs: null }
  }
  const read = readRefusal(result)
  if (read.outcome === 'unsent') return { state: 'unreachable', detail, retryAfterMs: read.retryAfterMs }
  if (read.outcome === 'unknown') return { state: 'unreachable', detail, retryAfterMs: null }
  return { state: 'refused', detail, retryAfterMs: null }
}

export function detailOf(result: NotOk): string {
  return result.outcome === 'refused' ? result.detail : result.code
}

function unsent(code: number, retryAfterMs: number, scope: 'chat' | 'channel'): SendResult {
  return { outcome: 'unsent', code: `error_${code}`, retryAfterMs, scope }
}
