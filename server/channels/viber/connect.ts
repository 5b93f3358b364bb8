import { createHmac } from 'node:crypto'
import { isSameSecret } from '#lib/crypto'
import type {
  CallResult,
  ChannelFailure,
  CheckResult,
  Connection,
  WebhookInspection,
  WebhookRequest,
} from '../channel.ts'
import { readLine, readText } from '../read-unknown.ts'
import type { ApiResult, ViberClient } from './client.ts'
import { eventTypes } from './config.ts'
import { floodWaitMs, statuses } from './read-status.ts'

/** Viber gives tokens of letters, digits and dashes. Anything else must not get into a header. */
const tokenPattern = /^[\w=.:-]{8,200}$/

export async function check(client: ViberClient, token: string): Promise<CheckResult> {
  if (!tokenPattern.test(token)) return { outcome: 'invalid' }
  const told = await client.call(token, 'get_account_info', {})
  if (told.outcome === 'refused' && told.status === statuses.invalidAuthToken) return { outcome: 'invalid' }
  if (told.outcome !== 'ok') return { outcome: 'unreachable', detail: detailOf(told) }
  const externalId = readLine(told.answer['id'], 100)
  if (!externalId) return { outcome: 'unreachable', detail: 'An account without an id' }
  const handle = readLine(told.answer['uri'], 100) || null
  return {
    outcome: 'ok',
    externalId,
    name: readLine(told.answer['name'], 200) || handle || externalId,
    handle,
  }
}

/** HMAC-SHA256 of the bytes as they came, keyed with the token, in hex. */
export function verify(
  { headers, body }: WebhookRequest,
  { connection }: { connection: Connection },
): boolean {
  const given = headers['x-viber-content-signature']
  const wanted = createHmac('sha256', connection.token).update(body).digest('hex')
  return isSameSecret(typeof given === 'string' ? given.toLowerCase() : '', wanted)
}

/** Viber calls the address before it answers, so it must be served already. */
export async function setWebhook(
  client: ViberClient,
  connection: Connection,
  url: string,
): Promise<CallResult> {
  const wanted = { url, event_types: eventTypes, send_name: true, send_photo: true }
  return toCallResult(await client.call(connection.token, 'set_webhook', wanted))
}

export async function removeWebhook(client: ViberClient, connection: Connection): Promise<CallResult> {
  return toCallResult(await client.call(connection.token, 'set_webhook', { url: '' }))
}

/** Viber tells where its callbacks go, but not how that goes. */
export async function inspectWebhook(
  client: ViberClient,
  connection: Connection,
): Promise<WebhookInspection> {
  const told = await client.call(connection.token, 'get_account_info', {})
  if (told.outcome !== 'ok') return { outcome: 'failed', failure: failureOf(told) }
  return { outcome: 'ok', url: readText(told.answer['webhook']) ?? '', waitingCount: 0, lastError: null }
}

type NotOk = Exclude<ApiResult, { outcome: 'ok' }>

function toCallResult(told: ApiResult): CallResult {
  return told.outcome === 'ok' ? { outcome: 'ok' } : { outcome: 'failed', failure: failureOf(told) }
}

function failureOf(told: NotOk): ChannelFailure {
  const detail = detailOf(told)
  if (told.outcome !== 'refused') return { state: 'unreachable', detail, retryAfterMs: null }
  if (told.status === statuses.tooManyRequests) {
    return { state: 'unreachable', detail, retryAfterMs: floodWaitMs }
  }
  const isRevoked = told.status === statuses.invalidAuthToken
  return { state: isRevoked ? 'token_revoked' : 'refused', detail, retryAfterMs: null }
}

function detailOf(told: NotOk): string {
  return told.outcome === 'refused' ? told.detail : told.code
}
