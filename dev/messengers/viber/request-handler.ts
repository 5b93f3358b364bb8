import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { breakAnswer, writeOutage, writeWhole, type WholeAnswer } from '../lib/broken-answer.ts'
import type { PlayPage } from '../lib/play-page.ts'
import type { AccountState, Fields } from './account-state.ts'
import { breakingOf, type Fault } from './faults.ts'
import type { MediaStore } from './media-store.ts'
import { methods, type Method } from './methods.ts'
import { readFields } from './read-fields.ts'
import { Refusal } from './refusal.ts'
import { writeJson } from './write-json.ts'

const maxCallBytes = 30_000

/** Serves the Bot API, the files of persons, and hands everything else to the playground. */
export const createRequestHandler =
  (accounts: ReadonlyMap<string, AccountState>, media: MediaStore, page: PlayPage['serve']) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://viber')
    const name = /^\/pa\/([a-z_]+)$/.exec(pathname)?.[1] ?? ''
    const method = methods.get(name)
    if (method && request.method === 'POST') void serveCall(accounts, request, response, { name, method })
    else if (pathname.startsWith('/media/'))
      serveMedia(accounts, media, response, pathname.slice(7), searchParams)
    else if (pathname === '/' || /^\/playground(\/|$)/.test(pathname)) page(request, response, pathname)
    else writeOutage(response, 404)
  }

const serveCall = async (
  accounts: ReadonlyMap<string, AccountState>,
  request: IncomingMessage,
  response: ServerResponse,
  { name, method }: { name: string; method: Method },
): Promise<void> => {
  const bytes = await buffer(request)
  const token = request.headers['x-viber-auth-token'] ?? readFields(bytes)?.['auth_token']
  const state = typeof token === 'string' ? accounts.get(token) : undefined
  const refusal = token === undefined ? new Refusal(2, 'missing_auth_token') : new Refusal(2)
  if (!state || state.isRevoked) return writeAnswer(response, answerOf(refusal))
  const parameters = readFields(bytes)
  const fault = state.faults.take(name)
  const isDone = fault?.kind !== 'reset' && !(fault?.kind === 'outage' && !fault.executed)
  const answer = isDone ? await perform(state, method, parameters, bytes.length, fault) : null
  const outcome =
    answer === null ? 'not done' : `${String(answer['status'])} ${String(answer['status_message'])}`
  state.calls.push({
    method: name,
    parameters,
    outcome: fault ? `${outcome} (${fault.kind})` : outcome,
    at: state.surroundings.clock(),
  })
  state.changed()
  if (fault) writeFaulty(response, fault, answer)
  else if (answer) writeAnswer(response, answer)
}

const perform = async (
  state: AccountState,
  method: Method,
  parameters: Fields | null,
  sizeBytes: number,
  fault: Fault | null,
): Promise<Fields> => {
  try {
    if (fault?.kind === 'refuse') throw new Refusal(fault.status)
    if (!parameters) throw new Refusal(3, 'the body is no JSON object')
    if (sizeBytes > maxCallBytes) throw new Refusal(3, 'the request is too large')
    return { status: 0, status_message: 'ok', ...(await method(state, parameters, fault)) }
  } catch (error) {
    if (error instanceof Refusal) return answerOf(error)
    throw error
  }
}

const answerOf = (refusal: Refusal): Fields => ({
  status: refusal.status,
  status_message: refusal.message,
  chat_hostname: 'SN-CHAT-05_',
})

const writeAnswer = (response: ServerResponse, answer: Fields): void => writeWhole(response, wholeOf(answer))

/** The HTTP status is 200 whatever the answer says. */
const wholeOf = (answer: Fields): WholeAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  bytes: Buffer.from(writeJson(answer)),
})

const writeFaulty = (response: ServerResponse, fault: Fault, answer: Fields | null): void => {
  const broken = breakingOf(fault)
  if (broken) breakAnswer(response, broken, answer && wholeOf(answer))
  else if (answer) writeAnswer(response, answer)
}

/** Needs no token; a wrong or outdated signature is forbidden. */
const serveMedia = (
  accounts: ReadonlyMap<string, AccountState>,
  media: MediaStore,
  response: ServerResponse,
  name: string,
  query: URLSearchParams,
): void => {
  const found = media.find(name, query)
  if (found === 'forbidden') return writeOutage(response, 403)
  if (!found) return writeOutage(response, 404)
  let fault: Fault | null = null
  for (const state of accounts.values()) fault ??= state.faults.take('media')
  const whole: WholeAnswer = {
    status: 200,
    headers: {
      'content-type': found.mime,
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
    },
    bytes: found.bytes,
  }
  const broken = fault && breakingOf(fault)
  if (broken) breakAnswer(response, broken, whole)
  else writeWhole(response, whole)
}
