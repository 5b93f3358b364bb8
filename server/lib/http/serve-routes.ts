import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { pageUserHeader } from '#contract/endpoint'
import type { Endpoint } from '#contract/endpoint'
import { AppError } from '../errors.ts'
import { answerError } from './answer-error.ts'
import { checkOrigin } from './check-origin.ts'
import type { Limiter } from './limits.ts'
import type { Log } from '../log.ts'
import { parseInput } from './parse-input.ts'
import { readRequestInfo } from './request-info.ts'
import type { Caller, Download, MadeDownload, RequestContext, RequestInfo, Route } from './route.ts'
import { sendDownload, sendMade } from './send-download.ts'

/** Who calls, by the session of the request: null when nobody is signed in or the user is no longer active. */
export type ResolveCaller = (request: RequestInfo) => Promise<Caller | null>

export type ServeDeps = {
  log: Log
  limiter: Limiter
  publicUrl: string | null
  resolveCaller: ResolveCaller
}

type Call = { context: RequestContext; input: unknown }

declare module 'fastify' {
  interface FastifyRequest {
    call: Call | null
  }
}

/** Serves the endpoints of the contract below /api. */
export function serveRoutes(app: FastifyInstance, routes: readonly Route[], deps: ServeDeps): void {
  app.decorateRequest('call', null)
  const uploads = routes.filter((each) => each.endpoint.kind === 'upload')
  const others = routes.filter((each) => each.endpoint.kind !== 'upload')
  app.register((scope, _options, done) => {
    for (const each of others) serve(scope, each, deps)
    done()
  })
  app.register((scope, _options, done) => {
    // The bytes of a file are passed on as they come, whatever the caller calls them.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload))
    for (const each of uploads) serve(scope, each, deps)
    done()
  })
  for (const path of new Set(routes.filter((each) => each.isCrossOrigin).map((each) => each.endpoint.path))) {
    app.options(`/api${path}`, async (_request, reply) => {
      allowEveryOrigin(reply)
      return reply
        .header('access-control-allow-methods', 'GET, POST, PUT, DELETE')
        .header('access-control-allow-headers', 'authorization, content-type')
        .header('access-control-max-age', '7200')
        .code(204)
        .send()
    })
  }
}

/** No cookie ever travels with these calls, so every origin may read the answer; the handler decides whom it serves. */
function allowEveryOrigin(reply: FastifyReply): void {
  reply
    .header('access-control-allow-origin', '*')
    .header('access-control-expose-headers', 'date, retry-after, x-request-id')
    .header('cross-origin-resource-policy', 'cross-origin')
}

function serve(app: FastifyInstance, route: Route, deps: ServeDeps): void {
  const { endpoint } = route
  const options: RouteShorthandOptions = {
    onRequest: (request, reply) => admit(route, request, reply, deps),
    errorHandler: (error, request, reply) => answerError(deps.log, request, reply, error),
  }
  const prepare = (request: FastifyRequest): Promise<Call> => readCall(route, request, deps.limiter)
  const url = `/api${endpoint.path}`
  if (endpoint.kind === 'live') return serveLive(app, url, route, { ...options, preValidation: prepare })
  app.route({
    ...options,
    method: endpoint.kind === 'download' ? ['GET', 'HEAD'] : endpoint.method,
    url,
    handler: async (request, reply) => {
      const call = await prepare(request)
      if (endpoint.kind === 'download') {
        const download = (await route.handle(call.input, call.context, null)) as Download | MadeDownload
        return 'etag' in download
          ? sendDownload(request, reply, download)
          : sendMade(request, reply, download)
      }
      const upload = readUpload(endpoint, request)
      const output = await Promise.resolve(route.handle(call.input, call.context, upload)).finally(() => {
        // What was not read of a refused upload flows away; else the connection would wait with it for ever.
        if (upload && !request.raw.readableEnded) request.raw.resume()
      })
      return reply.header('cache-control', 'no-store').send(parseOutput(endpoint, output))
    },
  })
}

function serveLive(app: FastifyInstance, url: string, route: Route, options: RouteShorthandOptions): void {
  app.get(url, { ...options, websocket: true }, (socket, request) => {
    const call = request.call
    if (!call) throw new Error('A socket was opened before its request was read')
    return Promise.resolve(route.handle(call.input, call.context, socket)).catch((error: unknown) => {
      socket.close(1011)
      throw error
    })
  })
}

/** Before the body is read: is the origin ours, does the caller come too often, who is it, and may they. */
async function admit(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: ServeDeps,
): Promise<void> {
  const { permission } = route.endpoint
  if (route.isCrossOrigin) allowEveryOrigin(reply)
  else checkOrigin(request, deps.publicUrl)
  const info = readRequestInfo(request)
  const answer = {
    setCookie: (line: string): void => {
      reply.header('set-cookie', line)
    },
  }
  if (permission === 'public' || permission === 'visitor') {
    await deps.limiter.byAddress(request, route.limit)
    request.call = { context: { caller: null, request: info, answer }, input: null }
    return
  }
  const caller = await deps.resolveCaller(info)
  if (!caller) {
    await deps.limiter.byAddress(request, 'visitor')
    throw new AppError('session.required')
  }
  await deps.limiter.bySubject(request, 'user', `${caller.accountId}:${caller.userId}`)
  const pageUser = request.headers[pageUserHeader]
  if (pageUser !== undefined && pageUser !== String(caller.userId)) throw new AppError('session.of_another')
  if (permission === 'settings' && !caller.mayChangeSettings) throw new AppError('session.forbidden')
  if (permission === 'analytics' && !caller.readsAnalytics) throw new AppError('session.forbidden')
  request.call = { context: { caller, request: info, answer }, input: null }
}

/** Parses the input; only then can the subject of a strict limit be known. */
async function readCall(route: Route, request: FastifyRequest, limiter: Limiter): Promise<Call> {
  const { call } = request
  if (!call) throw new Error('A request was not admitted')
  const { params, query, body } = request
  call.input = parseInput(route.endpoint, { params, query, body })
  if (route.limitBy) {
    await limiter.bySubject(request, 'subject', `${route.endpoint.id}:${route.limitBy(call.input)}`)
  }
  return call
}

function readUpload(endpoint: Endpoint, request: FastifyRequest): Parameters<Route['handle']>[2] {
  if (endpoint.kind !== 'upload') return null
  const length = request.headers['content-length']
  return { body: request.raw, contentLength: length === undefined ? null : Number(length) }
}

/** Only what the contract says leaves the server. A mismatch is a fault of ours, and never reaches the caller. */
function parseOutput(endpoint: Endpoint, output: unknown): unknown {
  const parsed = endpoint.output.safeParse(output ?? {})
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ')
  throw new Error(`${endpoint.id} answered what its contract does not say: ${problems}`)
}
