import type { Readable } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Endpoint, EndpointOutput, EndpointParsed } from '#contract/endpoint'
import type { Rights } from '#contract/permissions'

/** The signed-in, active user who calls: what one look at the session and the role gives. */
export type Caller = {
  accountId: number
  userId: number
  name: string
  groupId: number | null
  roleId: number
  isAdmin: boolean
  mayChangeSettings: boolean
  answersClients: boolean
  rights: Rights
  /** Colleagues who are away and have named him; he sees and does what they would. */
  standsInFor?: readonly number[]
  /** Whether he accepts and declines incoming leads; left out: yes. */
  takesIncoming?: boolean
  /** Whether he reads the analytics; left out: no. */
  readsAnalytics?: boolean
}

/** What a handler may know of the request. */
export type RequestInfo = {
  /** Stands in the log and in every error answer. */
  id: string
  ip: string
  /** The `Origin` header, when the browser sent one. */
  origin: string | null
  userAgent: string | null
  /** Scheme and host the caller used, as far as our proxies may be trusted: `https://crm.example.com`. */
  host: string
  headers: Headers
}

/** What a handler may do to the answer beside returning it. */
export type Answer = {
  /** Adds a complete `Set-Cookie` line. */
  setCookie(line: string): void
}

type OpenContext = { caller: null; request: RequestInfo; answer: Answer }
export type UserContext = { caller: Caller; request: RequestInfo; answer: Answer }
export type RequestContext = OpenContext | UserContext

/** The raw bytes of an upload; `contentLength` is what the caller claims, null when it does not say. */
export type Upload = { body: Readable; contentLength: number | null }

/** A stored file to be answered, whole or in part. */
export type Download = {
  name: string
  /** As sniffed when it was stored, never as claimed. */
  mime: string
  sizeBytes: number
  /** Names these bytes for ever: a hash of them. */
  etag: string
  /** Ask the browser to save it, whatever the type. */
  asAttachment: boolean
  /** Who could see it once may keep it: the browser need not ask again. */
  isKept?: boolean
  /** The bytes from `start` to `end`, both included. */
  open(range: { start: number; end: number }): Promise<Readable>
}

/** Bytes that are made while they are answered: nobody knows how many there will be. */
export type MadeDownload = {
  name: string
  mime: string
  open(): Promise<Readable>
}

type ContextOf<E extends Endpoint> = E['permission'] extends 'user' | 'settings' | 'analytics'
  ? UserContext
  : E['permission'] extends 'public' | 'visitor'
    ? OpenContext
    : RequestContext

type JsonHandler<E extends Endpoint> = (
  input: EndpointParsed<E>,
  context: ContextOf<E>,
) => Promise<EndpointOutput<E>>
type UploadHandler<E extends Endpoint> = (
  input: EndpointParsed<E>,
  context: ContextOf<E>,
  upload: Upload,
) => Promise<EndpointOutput<E>>
type DownloadHandler<E extends Endpoint> = (
  input: EndpointParsed<E>,
  context: ContextOf<E>,
) => Promise<Download | MadeDownload>
/** Must add its listeners before it first waits: what arrives earlier is lost. */
type LiveHandler<E extends Endpoint> = (
  input: EndpointParsed<E>,
  context: ContextOf<E>,
  socket: WebSocket,
) => void | Promise<void>

/** What serves an endpoint, by its kind. */
export type Handler<E extends Endpoint> = {
  json: JsonHandler<E>
  upload: UploadHandler<E>
  download: DownloadHandler<E>
  live: LiveHandler<E>
}[E['kind']]

/**
 * How often a caller may come. `strict`: where secrets could be guessed, by address and by `limitBy`. `visitor`: strangers'
 * pages. `user`: colleagues at work.
 */
export type LimitClass = 'strict' | 'visitor' | 'user'

export type RouteOptions<E extends Endpoint> = {
  limit?: LimitClass
  /** A second key of the strict class: what is being guessed at, such as an e-mail. */
  limitBy?: (input: EndpointParsed<E>) => string
  /** Strangers' pages call it: CORS for everybody, never with cookies. The handler itself decides which origins it serves. */
  isCrossOrigin?: boolean
}

/** An endpoint with what serves it, of whatever types. */
export type Route = {
  endpoint: Endpoint
  limit: LimitClass
  isCrossOrigin: boolean
  limitBy: ((input: unknown) => string) | null
  handle: (input: unknown, context: RequestContext, extra: Upload | WebSocket | null) => unknown
}

/** Binds an endpoint of the contract to its handler; the handler's types follow from the endpoint. */
export function route<E extends Endpoint>(
  endpoint: E,
  handler: Handler<E>,
  options: RouteOptions<E> = {},
): Route {
  return {
    endpoint,
    limit: options.limit ?? (options.isCrossOrigin ? 'visitor' : usualLimit(endpoint)),
    isCrossOrigin: options.isCrossOrigin ?? false,
    // The adapter calls these with what the endpoint's own schemas gave and a context of its permission.
    limitBy: (options.limitBy ?? null) as Route['limitBy'],
    handle: handler as Route['handle'],
  }
}

function usualLimit(endpoint: Endpoint): LimitClass {
  if (endpoint.permission === 'visitor') return 'visitor'
  if (endpoint.permission !== 'public') return 'user'
  return endpoint.method === 'GET' ? 'visitor' : 'strict'
}
