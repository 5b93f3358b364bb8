import { Described, RawJson } from './answer.ts'
import { ApiError, migrated, tooManyRequests } from './api-error.ts'
import type { BotState, Call } from './bot-state.ts'
import { type CallParameters, readParameters } from './call-parameters.ts'
import type { Fault } from './faults.ts'
import { findMethod, type Method } from './methods.ts'

export type Answer = { status: number; json: string; retryAfterSeconds: number | null }

/** What an ordinary call answers, and how it is told in the journal. */
export const perform = async (
  bot: BotState,
  method: Method,
  parameters: CallParameters,
  signal: AbortSignal,
): Promise<Answer> => {
  try {
    const value = await method(bot, parameters, signal)
    if (value instanceof RawJson) return good(`{"ok":true,"result":${value.text}}`)
    if (value instanceof Described)
      return good(JSON.stringify({ ok: true, result: value.result, description: value.description }))
    return good(JSON.stringify({ ok: true, result: value }))
  } catch (error) {
    if (error instanceof ApiError) return refusal(error)
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return refusal(new ApiError(500, detail))
  }
}

const good = (json: string): Answer => ({ status: 200, json, retryAfterSeconds: null })

export const refusal = (error: ApiError): Answer => ({
  status: error.code,
  json: JSON.stringify({
    ok: false,
    error_code: error.code,
    description: error.description,
    ...(error.parameters ? { parameters: error.parameters } : {}),
  }),
  retryAfterSeconds: error.parameters?.retry_after ?? null,
})

/** Faults that are nothing but a certain answer of the Bot API. */
export const refusalByFault = (fault: Fault): ApiError | null => {
  switch (fault.kind) {
    case 'tooManyRequests':
      return tooManyRequests(fault.retryAfterSeconds)
    case 'blockedByUser':
      return new ApiError(403, 'bot was blocked by the user')
    case 'chatNotFound':
      return new ApiError(400, 'chat not found')
    case 'migrated':
      return migrated(fault.newId)
    case 'fileTooBig':
      return new ApiError(413)
    default:
      return null
  }
}

export const isExecuted = (fault: Fault | null): boolean => {
  if (!fault) return true
  if (fault.kind === 'refuseConnection') return false
  if (fault.kind === 'status500') return fault.executed ?? false
  if (fault.kind === 'hang') return fault.executed ?? true
  return true
}

export const openJournalEntry = (bot: BotState, method: string, parameters: CallParameters): Call => {
  const call: Call = {
    method,
    params: parameters.written,
    at: bot.surroundings.clock(),
    outcome: 'not answered yet',
  }
  bot.calls.push(call)
  return call
}

export const outcomeOf = (answer: Answer): string => {
  if (answer.status === 200) return 'ok'
  const description: unknown = JSON.parse(answer.json)
  const text = typeof description === 'object' && description !== null && 'description' in description
  return `${answer.status} ${text ? String(description.description) : ''}`.trim()
}

const notByWebhook = new Set(['setwebhook', 'deletewebhook', 'close', 'logout'])

/** A good answer of the webhook may hold one call; its result is never told [WebhookActor.cpp handle]. */
export const performFromWebhook = async (bot: BotState, contentType: string, body: string): Promise<void> => {
  const parameters = await readParameters(new URLSearchParams(), contentType, Buffer.from(body)).catch(
    () => null,
  )
  const name = parameters?.text('method').toLowerCase() ?? ''
  if (!parameters || name === '' || notByWebhook.has(name) || name.startsWith('get')) return
  const found = findMethod(name)
  if (!found) return
  const call = openJournalEntry(bot, found.name, parameters)
  const answer = await perform(bot, found.method, parameters, new AbortController().signal)
  call.outcome = `${outcomeOf(answer)} (by webhook answer)`
}
