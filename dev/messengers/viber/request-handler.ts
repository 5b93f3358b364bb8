import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AccountState, Fields } from './account-state.ts'
import type { Fault } from './faults.ts'
import type { MediaStore } from './media-store.ts'
import { methods, type Method } from './methods.ts'
import { readFields } from './read-fields.ts'
import { Refusal } from './refusal.ts'
import { writeJson } from './write-json.ts'

export type PageHandler = (request: IncomingMessage, response: ServerResponse, path: string) => void

const maxCallBytes = 30_000

/** Serves the Bot API, the files of persons, and hands everything else to the playground. */
export const createRequestHandler =
  (accounts: ReadonlyMap<string, AccountState>, media: MediaStore, page: PageHandler) =>
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
  const bytes = await readBody(request)
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

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** The HTTP status is 200 whatever the answer says. */
const writeAnswer = (response: ServerResponse, answer: Fields): void => {
  const json = writeJson(answer)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) })
  response.end(json)
}

const writeFaulty = (response: ServerResponse, fault: Fault, answer: Fields | null): void => {
  switch (fault.kind) {
    case 'answerDropped':
      response.destroy()
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'hang':
      if (fault.ms !== undefined) setTimeout(() => response.destroy(), fault.ms).unref()
      return
    case 'outage':
      writeOutage(response, fault.status ?? 500)
      return
    case 'slow':
      setTimeout(() => answer && writeAnswer(response, answer), fault.ms).unref()
      return
    case 'cutMidAnswer':
      cutInTheMiddle(response, Buffer.from(writeJson(answer)), 'application/json')
      return
    default:
      if (answer) writeAnswer(response, answer)
  }
}

const writeOutage = (response: ServerResponse, status: number): void => {
  const page = `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`
  response.writeHead(status, { 'content-type': 'text/html', 'content-length': page.length })
  response.end(page)
}

const cutInTheMiddle = (response: ServerResponse, bytes: Buffer, contentType: string): void => {
  response.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy())
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
  if (fault?.kind === 'outage') return writeOutage(response, fault.status ?? 500)
  if (fault?.kind === 'reset') return void response.socket?.resetAndDestroy()
  if (fault?.kind === 'cutMidAnswer') return cutInTheMiddle(response, found.bytes, found.mime)
  response.writeHead(200, {
    'content-type': found.mime,
    'content-length': found.bytes.length,
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
  })
  response.end(found.bytes)
}
