import type { IncomingMessage, ServerResponse } from 'node:http'
import { breakAnswer, writeWhole, type WholeAnswer } from '../lib/broken-answer.ts'
import type { PlayPage } from '../lib/play-page.ts'
import { readBody } from '../lib/read-body.ts'
import { ApiError } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import { type CallParameters, maxBodyBytes, readParameters } from './call-parameters.ts'
import {
  type Answer,
  isExecuted,
  openJournalEntry,
  outcomeOf,
  perform,
  refusal,
  refusalByFault,
} from './calls.ts'
import { serveFile } from './file-server.ts'
import { breakingOf, type Fault } from './faults.ts'
import { findMethod } from './methods.ts'

/** Serves the Bot API, its files, and hands everything else to the playground. */
export const createRequestHandler =
  (bots: ReadonlyMap<string, BotState>, page: PlayPage['serve']) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const [path, query] = splitOnce(request.url ?? '/', '?')
    const call = /^\/bot([^/]+)\/([^/]*)$/.exec(path)
    if (call) {
      void serveCall(bots, request, response, { token: decode(call[1]), method: call[2] ?? '', query })
      return
    }
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(path)
    if (file) {
      const bot = findBot(bots, decode(file[1]))
      if (bot instanceof ApiError) writeAnswer(response, refusal(bot))
      else serveFile(bot, decode(file[2]), response)
      return
    }
    if (path === '/' || path === '/playground' || path.startsWith('/playground/'))
      page(request, response, path)
    else writeAnswer(response, refusal(new ApiError(404)))
  }

const splitOnce = (text: string, separator: string): [string, string] => {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const decode = (text: string | undefined): string => {
  try {
    return decodeURIComponent(text ?? '')
  } catch {
    return ''
  }
}

const findBot = (bots: ReadonlyMap<string, BotState>, token: string): BotState | ApiError => {
  if (!/^\d{1,20}:[\w-]+$/.test(token)) return new ApiError(404)
  const bot = bots.get(token)
  return !bot || bot.revoked ? new ApiError(401) : bot
}

type CallAddress = { token: string; method: string; query: string }

const serveCall = async (
  bots: ReadonlyMap<string, BotState>,
  request: IncomingMessage,
  response: ServerResponse,
  address: CallAddress,
): Promise<void> => {
  try {
    const body = await readBody(request, maxBodyBytes)
    const bot = findBot(bots, address.token)
    if (bot instanceof ApiError) throw bot
    if (!body) throw new ApiError(413)
    const contentType = request.headers['content-type'] ?? ''
    const parameters = await readParameters(new URLSearchParams(address.query), contentType, body)
    await answerCall(bot, address.method || parameters.text('method'), parameters, response)
  } catch (error) {
    if (error instanceof ApiError) writeAnswer(response, refusal(error))
    else response.destroy()
  }
}

const answerCall = async (
  bot: BotState,
  methodName: string,
  parameters: CallParameters,
  response: ServerResponse,
): Promise<void> => {
  const found = findMethod(methodName)
  if (!found) throw new ApiError(404, 'method not found')
  const call = openJournalEntry(bot, found.name, parameters)
  const chatId = Number(parameters.text('chat_id')) || null
  const fault = bot.faults.take({ method: found.name, chatId, parameters: parameters.written })
  const byFault = fault ? refusalByFault(fault) : null
  let answer: Answer | null = null
  if (byFault) answer = refusal(byFault)
  else if (isExecuted(fault)) {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    answer = await perform(bot, found.method, parameters, gone.signal)
  }
  const outcome = answer ? outcomeOf(answer) : 'not done'
  call.outcome = fault ? `${outcome} (${fault.kind})` : outcome
  if (fault) writeFaulty(response, fault, answer)
  else if (answer) writeAnswer(response, answer)
}

const writeAnswer = (response: ServerResponse, answer: Answer): void => writeWhole(response, wholeOf(answer))

const wholeOf = ({ status, json, retryAfterSeconds }: Answer): WholeAnswer => ({
  status,
  headers: {
    'content-type': 'application/json',
    ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
  },
  bytes: Buffer.from(json),
})

const writeFaulty = (response: ServerResponse, fault: Fault, answer: Answer | null): void => {
  const broken = breakingOf(fault)
  if (broken) breakAnswer(response, broken, answer && wholeOf(answer))
  else if (answer) writeAnswer(response, answer)
}
