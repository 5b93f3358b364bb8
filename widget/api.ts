import type { EndpointOutput } from '#contract/endpoint'
import type { createVisitor, getButton, listVisitorMessages, VisitorMessage } from '#contract/website'
import type { Settings } from './settings.ts'

const answerTimeoutMs = 20_000
/** An upload without progress for this long is given up and tried again. */
const uploadStallMs = 30_000

/** A call that did not work. Status 0: no answer at all. `token`: the one it was asked with, since another tab may have changed it. */
export class CallFailed extends Error {
  readonly status: number
  readonly code: string
  readonly retryAfterMs: number
  readonly token: string | null
  constructor(status: number, code: string, retryAfterMs = 0, token: string | null = null) {
    super(code)
    this.status = status
    this.code = code
    this.retryAfterMs = retryAfterMs
    this.token = token
  }
}

type OutgoingMessage = {
  id: string
  text: string
  fileIds: string[]
  at: string
  name?: string
  pageUrl?: string
  pageTitle?: string
}

export type ButtonInfo = EndpointOutput<typeof getButton>
type ThreadPage = EndpointOutput<typeof listVisitorMessages>

/** The calls of one button. Every promise is refused with CallFailed and nothing else. */
export type Api = {
  /** The server's time: the visitor's clock may be wrong, and the order of a thread hangs on it. */
  nowMs: () => number
  liveUrl: string
  button: () => Promise<ButtonInfo>
  createVisitor: () => Promise<EndpointOutput<typeof createVisitor>>
  messages: (before: string | null) => Promise<ThreadPage>
  send: (message: OutgoingMessage) => Promise<VisitorMessage>
  typing: () => Promise<unknown>
  read: (upTo: string) => Promise<unknown>
  upload: (file: OutgoingFile) => Promise<void>
}

type OutgoingFile = {
  id: string
  name: string
  content: Blob
  onProgress: (share: number) => void
  signal: AbortSignal
}

export function createApi(settings: Settings, getToken: () => string | null): Api {
  const base = `${settings.api}/api/website/${encodeURIComponent(settings.button)}`
  let clockOffsetMs = 0

  async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const token = getToken()
    const response = await fetch(base + path, {
      method,
      credentials: 'omit',
      cache: 'no-store',
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerTimeoutMs),
    }).catch(() => {
      throw new CallFailed(0, 'offline')
    })
    const date = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(date)) clockOffsetMs = correctOffset(clockOffsetMs, date - Date.now())
    const answer: unknown = await response.json().catch(() => null)
    if (!response.ok) throw failure(response.status, answer, response.headers.get('retry-after'), token)
    if (answer === null) throw new CallFailed(0, 'offline')
    return answer as T
  }

  return {
    nowMs: (): number => Date.now() + clockOffsetMs,
    liveUrl: `${base.replace(/^http/, 'ws')}/live`,
    button: () => call('GET', ''),
    createVisitor: () => call('POST', '/visitors', { language: navigator.language }),
    messages: (before) =>
      call('GET', `/messages${before === null ? '' : `?before=${encodeURIComponent(before)}`}`),
    send: (message) => call('POST', '/messages', message),
    typing: () => call('POST', '/typing'),
    read: (upTo) => call('POST', '/readings', { upTo }),
    upload: (file) =>
      upload(`${base}/files/${file.id}?name=${encodeURIComponent(file.name)}`, getToken(), file),
  }
}

/** The header has whole seconds: smaller differences are not worth a correction. */
function correctOffset(known: number, measured: number): number {
  return Math.abs(known - measured) > 2000 ? measured : known
}

function failure(
  status: number,
  answer: unknown,
  retryAfter: string | null,
  token: string | null,
): CallFailed {
  const { error } = (answer ?? {}) as { error?: { code?: string } }
  const seconds = Number(retryAfter)
  return new CallFailed(status, error?.code ?? `http.${status}`, seconds > 0 ? seconds * 1000 : 0, token)
}

/** XMLHttpRequest, because fetch tells no upload progress. */
function upload(url: string, token: string | null, file: OutgoingFile): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let stall = setTimeout(() => request.abort(), uploadStallMs)
    const alive = (): void => {
      clearTimeout(stall)
      stall = setTimeout(() => request.abort(), uploadStallMs)
    }
    request.open('PUT', url)
    request.setRequestHeader('content-type', 'application/octet-stream')
    if (token !== null) request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.addEventListener('progress', (event) => {
      alive()
      if (event.total > 0) file.onProgress(event.loaded / event.total)
    })
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve()
      else
        reject(
          failure(
            request.status,
            parse(request.responseText),
            request.getResponseHeader('retry-after'),
            token,
          ),
        )
    })
    request.addEventListener('error', () => reject(new CallFailed(0, 'offline')))
    request.addEventListener('abort', () =>
      reject(new CallFailed(0, file.signal.aborted ? 'cancelled' : 'offline')),
    )
    request.addEventListener('loadend', () => clearTimeout(stall))
    file.signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file.content)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
