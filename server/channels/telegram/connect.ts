import { isSameSecret } from '#lib/crypto'
import type {
  CallResult,
  ChannelFailure,
  CheckResult,
  Connection,
  PollResult,
  WebhookRequest,
  WebhookInspection,
} from '../channel.ts'
import { readCount, readFields, readInteger, readLine, readList, readText } from '../read-unknown.ts'
import { isTokenRefused, type ApiResult, type TelegramClient } from './client.ts'
import { allowedUpdates, maxWebhookConnections } from './config.ts'

/** A token as BotFather gives it. Anything else must not become part of an address. */
const tokenPattern = /^\d{1,20}:[\w-]{1,200}$/

export async function check(client: TelegramClient, token: string): Promise<CheckResult> {
  if (!tokenPattern.test(token)) return { outcome: 'invalid' }
  const answer = await client.call(token, 'getMe', {}, { timeoutMs: 15_000 })
  if (answer.outcome === 'refused' && isTokenRefused(answer)) return { outcome: 'invalid' }
  if (answer.outcome !== 'ok') return { outcome: 'unreachable', detail: detailOf(answer) }
  const bot = readFields(answer.result)
  const id = readInteger(bot?.['id'])
  if (!bot || id === null || bot['is_bot'] !== true) return { outcome: 'invalid' }
  const handle = readLine(bot['username'], 64)
  return {
    outcome: 'ok',
    externalId: String(id),
    name: readLine(bot['first_name'], 200) || handle || String(id),
    handle,
  }
}

const secretHeader = 'x-telegram-bot-api-secret-token'

export function verify({ headers }: WebhookRequest, { secret }: { secret: string }): boolean {
  const given = headers[secretHeader]
  return isSameSecret(typeof given === 'string' ? given : '', secret)
}

export async function setWebhook(
  client: TelegramClient,
  connection: Connection,
  url: string,
  secret: string,
): Promise<CallResult> {
  const parameters = {
    url,
    secret_token: secret,
    allowed_updates: allowedUpdates,
    max_connections: maxWebhookConnections,
  }
  return toCallResult(await client.call(connection.token, 'setWebhook', parameters))
}

export async function removeWebhook(client: TelegramClient, connection: Connection): Promise<CallResult> {
  return toCallResult(await client.call(connection.token, 'deleteWebhook', {}))
}

export async function inspectWebhook(
  client: TelegramClient,
  connection: Connection,
): Promise<WebhookInspection> {
  const answer = await client.call(connection.token, 'getWebhookInfo', {})
  if (answer.outcome !== 'ok') return { outcome: 'failed', failure: failureOf(answer) }
  const info = readFields(answer.result)
  const seconds = readCount(info?.['last_error_date'])
  const detail = readLine(info?.['last_error_message']) ?? ''
  return {
    outcome: 'ok',
    url: readText(info?.['url']) ?? '',
    waitingCount: readCount(info?.['pending_update_count']) ?? 0,
    lastError: seconds === null ? null : { at: new Date(seconds * 1000), detail },
  }
}

/** Answers of long polls come as late as asked for. */
const patienceMs = 15_000

/** The cursor is the `offset`: one above the highest update_id taken. An offset confirms everything below it. */
export async function poll(
  client: TelegramClient,
  connection: Connection,
  cursor: string | null,
  options: { waitSeconds: number; signal: AbortSignal },
): Promise<PollResult> {
  const parameters = {
    offset: cursor === null ? undefined : Number(cursor),
    timeout: options.waitSeconds,
    allowed_updates: allowedUpdates,
  }
  const timeoutMs = options.waitSeconds * 1000 + patienceMs
  const answer = await client.call(connection.token, 'getUpdates', parameters, {
    timeoutMs,
    signal: options.signal,
  })
  if (answer.outcome !== 'ok') return { outcome: 'failed', failure: failureOf(answer) }
  const updates = readList(answer.result)
  const ids = updates.flatMap((update) => readInteger(readFields(update)?.['update_id']) ?? [])
  // After an idle week ids begin anew anywhere, so a cursor is kept only until the next call has confirmed it.
  return { outcome: 'updates', updates, cursor: ids.length > 0 ? String(Math.max(...ids) + 1) : null }
}

type NotOk = Exclude<ApiResult, { outcome: 'ok' }>

function toCallResult(answer: ApiResult): CallResult {
  return answer.outcome === 'ok' ? { outcome: 'ok' } : { outcome: 'failed', failure: failureOf(answer) }
}

function failureOf(answer: NotOk): ChannelFailure {
  const detail = detailOf(answer)
  if (answer.outcome !== 'refused') return { state: 'unreachable', detail, retryAfterMs: null }
  if (answer.status === 429)
    return { state: 'unreachable', detail, retryAfterMs: answer.retryAfterMs ?? 1000 }
  if (isTokenRefused(answer)) return { state: 'token_revoked', detail, retryAfterMs: null }
  return { state: answer.status === 409 ? 'conflict' : 'refused', detail, retryAfterMs: null }
}

function detailOf(answer: NotOk): string {
  return answer.outcome === 'refused' ? answer.description : answer.code
}
