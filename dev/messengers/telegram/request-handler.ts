import type { IncomingMessage, ServerResponse } from 'node:http'
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
import type { Fault } from './faults.ts'
import { findMethod } from './methods.ts'

export type PageHandler = (request: IncomingMessage, response: ServerResponse, path: string) => void

/** Serves the Bot API, its files, and hands everything else to the playground. */
export const createRequestHandler =
  (bots: ReadonlyMap<string, BotState>, page: PageHandler) =>
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
    const body = await readBody(request)
    const bot = findBot(bots, address.token)
    if (bot instanceof ApiError) throw bot
    if (body === 'too large') throw new ApiError(413)
    const contentType = request.headers['content-type'] ?? ''
    const parameters = await readParameters(new URLSearchParams(address.query), contentType, body)
    await answerCall(bot, address.method || parameters.text('method'), parameters, response)
  } catch (error) {
    if (error instanceof ApiError) writeAnswer(response, refusal(error))
    else response.destroy()
  }
}

/** Reads on past the limit without keeping, so that the refusal can be heard. */
const readBody = (request: IncomingMessage): Promise<Buffer | 'too large'> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBodyBytes) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => resolve(size > maxBodyBytes ? 'too large' : Buffer.concat(chunks)))
    request.on('error', reject)
  })

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

const writeAnswer = (response: ServerResponse, answer: Answer): void => {
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(answer.json)),
    ...(answer.retryAfterSeconds === null ? {} : { 'retry-after': String(answer.retryAfterSeconds) }),
  })
  response.end(answer.json)
}

const writeFaulty = (response: ServerResponse, fault: Fault, answer: Answer | null): void => {
  switch (fault.kind) {
    case 'answerDropped':
      response.destroy()
      return
    case 'refuseConnection':
      response.socket?.resetAndDestroy()
      return
    case 'hang':
      if (fault.ms !== undefined) setTimeout(() => response.destroy(), fault.ms).unref()
      return
    case 'status500':
      writeOutage(response, fault.status ?? 500)
      return
    case 'slow':
      setTimeout(() => answer && writeAnswer(response, answer), fault.ms).unref()
      return
    case 'cutMidAnswer':
      if (answer) cutInTheMiddle(response, answer)
      return
    default:
      if (answer) writeAnswer(response, answer)
  }
}

const writeOutage = (response: ServerResponse, status: number): void => {
  const title = status === 502 ? '502 Bad Gateway' : `${status} Internal Server Error`
  const html = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n`
  response.writeHead(status, { 'content-type': 'text/html', 'content-length': Buffer.byteLength(html) })
  response.end(html)
}

const cutInTheMiddle = (response: ServerResponse, answer: Answer): void => {
  const bytes = Buffer.from(answer.json)
  response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': bytes.length })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy())
}
