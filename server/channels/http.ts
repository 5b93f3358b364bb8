import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { AddressRefused, isPrivateLiteral, publicLookup } from '#lib/outgoing-address'
import { writeBody, type Body } from './http-body.ts'

/**
 * The HTTP core under every messenger. It is built on Node's own client instead of `fetch` because what we must know is
 * whether a request can have reached the other side: `fetch` tells neither when its socket was connected nor how much of a
 * body had left. Redirects are never followed. Nothing here puts an address into an error: addresses carry tokens.
 */
export type HttpClient = {
  /** One request, one try; the answer's body is read whole. */
  request(options: RequestOptions): Promise<HttpResult>
  /** One GET whose body is handed over as a stream. */
  open(options: Omit<RequestOptions, 'body' | 'maxAnswerBytes'>): Promise<OpenResult>
  close(): void
}

type RequestOptions = {
  method: 'GET' | 'POST'
  url: string
  headers?: Record<string, string>
  body?: Body
  /** From the start to the last byte of the answer (`open`: to its headers, and between two pieces of its body). */
  timeoutMs: number
  maxAnswerBytes?: number
  signal?: AbortSignal
}

type HttpAnswer = { status: number; headers: http.IncomingHttpHeaders; text: string }

/** `unsent`: the other side cannot have the whole request. `unknown`: it may have it. Codes are for people and logs. */
type HttpFailure = { outcome: 'unsent' | 'unknown'; code: string }
export type HttpResult = ({ outcome: 'answered' } & HttpAnswer) | HttpFailure
type OpenResult =
  | { outcome: 'opened'; status: number; headers: http.IncomingHttpHeaders; stream: Readable }
  | HttpFailure

/** Telegram's largest answer is a hundred updates. */
const usualMaxAnswerBytes = 16 * 1024 * 1024
/** Idle connections are dropped early, well before servers do, so that a call seldom meets one that is just being closed. */
const idleMs = 8_000

export function createHttpClient(options: { allowsPrivateNetwork: boolean }): HttpClient {
  // The timeout of an agent ends only connections at rest; requests at work have deadlines of their own.
  const agentOptions = { keepAlive: true, maxSockets: 256, scheduling: 'lifo' as const, timeout: idleMs }
  const agents = { http: new http.Agent(agentOptions), https: new https.Agent(agentOptions) }
  const start = async (request: RequestOptions): Promise<Exchange> => {
    await noticeClosedConnections()
    return exchange(request, agents, options.allowsPrivateNetwork)
  }
  return {
    request: async (request) =>
      readWhole(await start(request), request.maxAnswerBytes ?? usualMaxAnswerBytes),
    open: async (request) => openStream(await start(request), request.timeoutMs),
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

/**
 * Lets the event loop look at the network once. A kept connection that the other side has closed meanwhile is then known as
 * closed; written to, it would leave us not knowing whether the request arrived.
 */
async function noticeClosedConnections(): Promise<void> {
  await setImmediate()
  await setImmediate()
}

type Agents = { http: http.Agent; https: https.Agent }

/** A request under way. `answer` resolves with the headers; until then a failure is judged by how far the request got. */
type Exchange = {
  answer: Promise<IncomingMessage | HttpFailure>
  /** Ends it; the answer, if still awaited, fails with this code. */
  cut(code: string): void
  /** Moves the deadline to so many ms from now; null takes it away. */
  setDeadline(ms: number | null): void
}

function exchange(options: RequestOptions, agents: Agents, allowsPrivate: boolean): Exchange {
  const url = new URL(options.url)
  if (!allowsPrivate && isPrivateLiteral(url)) return refused()
  const isTls = url.protocol === 'https:'
  const request = (isTls ? https : http).request(url, {
    method: options.method,
    agent: isTls ? agents.https : agents.http,
    headers: headersOf(options),
    ...(allowsPrivate ? {} : { lookup: publicLookup }),
  })
  const progress = { isConnected: false, isHandedOver: false, isAnswered: false }
  let cutCode: string | null = null
  let timer: NodeJS.Timeout | null = null
  const cut = (code: string): void => {
    cutCode ??= code
    request.destroy()
  }
  const setDeadline = (ms: number | null): void => {
    if (timer) clearTimeout(timer)
    timer = ms === null ? null : setTimeout(() => cut('timeout'), ms)
  }
  const leave = (): void => cut('aborted')
  setDeadline(options.timeoutMs)
  if (options.signal?.aborted) cut('aborted')
  options.signal?.addEventListener('abort', leave, { once: true })
  const answer = new Promise<IncomingMessage | HttpFailure>((settle) => {
    request.on('socket', (socket) => {
      const isShakingHands = 'secureConnecting' in socket && socket.secureConnecting === true
      if (!socket.connecting && !isShakingHands) progress.isConnected = true
      else socket.once(isTls ? 'secureConnect' : 'connect', () => (progress.isConnected = true))
    })
    request.on('response', (message) => {
      progress.isAnswered = true
      settle(message)
    })
    request.on('error', (error) => settle(failure(progress, cutCode ?? codeOf(error))))
    request.on('close', () => {
      if (timer) clearTimeout(timer)
      options.signal?.removeEventListener('abort', leave)
      settle(failure(progress, cutCode ?? 'connection_closed'))
    })
  })
  writeBody(request, options.body).then(
    () => (progress.isHandedOver = true),
    // Whoever answers before the end of a body need not take the rest of it.
    () => progress.isAnswered || request.destroyed || cut('file_unreadable'),
  )
  return { answer, cut, setDeadline }
}

function headersOf(options: RequestOptions): OutgoingHttpHeaders {
  const { body } = options
  const described = body ? { 'content-type': body.contentType, 'content-length': body.sizeBytes } : {}
  return { 'user-agent': 'Beseda', accept: '*/*', ...options.headers, ...described }
}

/** What was not fully handed to the network cannot have been carried out; anything else may have been. */
function failure(progress: { isConnected: boolean; isHandedOver: boolean }, code: string): HttpFailure {
  return { outcome: progress.isConnected && progress.isHandedOver ? 'unknown' : 'unsent', code }
}

function refused(): Exchange {
  return {
    answer: Promise.resolve({ outcome: 'unsent', code: 'address_refused' }),
    cut() {},
    setDeadline() {},
  }
}

/** Our own words for an error of a socket: its message may name the address. */
function codeOf(error: Error): string {
  if (error instanceof AddressRefused) return 'address_refused'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'name_not_found'
  if (code === 'ECONNREFUSED') return 'connection_refused'
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'connection_reset'
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return 'tls_failed'
  return code === '' ? 'connection_failed' : code.toLowerCase()
}

async function readWhole(exchanged: Exchange, maxBytes: number): Promise<HttpResult> {
  const answer = await exchanged.answer
  if ('outcome' in answer) return answer
  const chunks: Buffer[] = []
  let sizeBytes = 0
  try {
    for await (const chunk of answer) {
      const bytes: Buffer = chunk
      sizeBytes += bytes.length
      if (sizeBytes > maxBytes) {
        exchanged.cut('answer_too_large')
        return { outcome: 'unknown', code: 'answer_too_large' }
      }
      chunks.push(bytes)
    }
  } catch {
    return { outcome: 'unknown', code: 'answer_cut' }
  }
  if (!answer.complete) return { outcome: 'unknown', code: 'answer_cut' }
  const text = Buffer.concat(chunks).toString('utf8')
  return { outcome: 'answered', status: answer.statusCode ?? 0, headers: answer.headers, text }
}

async function openStream(exchanged: Exchange, pauseMs: number): Promise<OpenResult> {
  const answer = await exchanged.answer
  if ('outcome' in answer) return answer
  exchanged.setDeadline(pauseMs)
  answer.on('data', () => exchanged.setDeadline(pauseMs))
  answer.pause()
  return { outcome: 'opened', status: answer.statusCode ?? 0, headers: answer.headers, stream: answer }
}
