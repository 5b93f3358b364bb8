import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import websocket from '@fastify/websocket'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { randomToken } from '../crypto.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { answerError } from './answer-error.ts'
import { createLimiter, usualLimits, type Limits } from './limits.ts'
import type { Route } from './route.ts'
import { serveRoutes, type ResolveCaller } from './serve-routes.ts'
import { serveWeb, type WebFolders } from './serve-web.ts'

export type HttpDeps = {
  config: Pick<Config, 'publicUrl' | 'filesUrl' | 'trustProxy'>
  log: Log
  metrics: Metrics
  resolveCaller: ResolveCaller
  limits?: Partial<Limits>
  /** The built web and widget; without them only the API is served. */
  folders?: WebFolders
}

/** JSON bodies; uploads have a limit of their own. */
const maxBodyBytes = 1024 * 1024
/** A connection on which nothing moves for so long is given up: a stalled upload must not stay for ever. */
const idleTimeoutMs = 120_000
/** A frame of a browser is small: a cursor, a visitor's token. */
const maxFrameBytes = 64 * 1024

/**
 * The HTTP server, not listening yet. The site, with all its protections for browsers, stands in a scope of its own: `more`
 * adds to it what is not in the contract. What is registered on the server itself is for machines that prove themselves by
 * other means (webhooks) and pays for none of that.
 */
export async function createHttpServer(
  deps: HttpDeps,
  routes: readonly Route[],
  more: (site: FastifyInstance) => void = () => {},
): Promise<FastifyInstance> {
  const { config, log } = deps
  const loggerInstance: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: createRequestIds(),
    trustProxy: trustOf(config.trustProxy),
    bodyLimit: maxBodyBytes,
    connectionTimeout: idleTimeoutMs,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => answerError(log, request, reply, error),
  })
  app.setErrorHandler((error, request, reply) => answerError(log, request, reply, error))
  observeRequests(app, deps)
  closeAfterLast(app)
  readJsonOnly(app)
  await app.register(async (site) => {
    await protectSite(site, deps)
    await serveWeb(site, deps.folders ?? null, log)
    const limiter = createLimiter(site, { ...usualLimits, ...deps.limits })
    serveRoutes(site, routes, {
      log,
      limiter,
      publicUrl: config.publicUrl,
      resolveCaller: deps.resolveCaller,
    })
    more(site)
  })
  return app
}

/** Names of requests in the log: this run of the process and a number. Nothing depends on their being hard to guess. */
function createRequestIds(): () => string {
  const run = randomToken(6)
  let last = 0
  return () => `${run}.${(last += 1).toString(36)}`
}

async function protectSite(site: FastifyInstance, { config, log }: HttpDeps): Promise<void> {
  await site.register(helmet, securityHeaders(config))
  await site.register(cookie)
  await site.register(rateLimit, { global: false })
  await site.register(websocket, {
    options: { maxPayload: maxFrameBytes },
    // A broken socket is nothing to report: its client comes back with its cursor.
    errorHandler: (error, socket) => {
      log.debug({ err: error }, 'A socket broke')
      socket.terminate()
    },
    preClose: (done) => closeSockets(site, done),
  })
}

/** A number says how many proxies stand in front of us, the nearest first. */
function trustOf(trustProxy: number | string[]): string[] | ((address: string, hop: number) => boolean) {
  return typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy
}

/** JSON and nothing else, so that a plain form of another site cannot post; an empty body is no body. */
function readJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, String(body), done)
  })
}

/** What is still being answered when we stop is the last answer of its connection: a kept one would hold the stop up. */
function closeAfterLast(app: FastifyInstance): void {
  let isStopping = false
  app.addHook('preClose', async () => {
    isStopping = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping) reply.header('connection', 'close')
  })
}

/** One log line and one measurement a request. The route's pattern is told, not the address: addresses can carry secrets. */
function observeRequests(app: FastifyInstance, { log, metrics }: HttpDeps): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const status = reply.statusCode
    const ms = Math.round(reply.elapsedTime)
    metrics.httpSeconds.observe(
      { method: request.method, route, status: String(status) },
      reply.elapsedTime / 1000,
    )
    const level = isNoise(route) ? 'debug' : 'info'
    log[level]({ method: request.method, route, status, ms, requestId: request.id }, 'request')
  })
}

function isNoise(route: string): boolean {
  return (
    route === '/healthz' ||
    route === '/readyz' ||
    route === '/metrics' ||
    route === '/*' ||
    route.startsWith('/hooks/')
  )
}

function closeSockets(app: FastifyInstance, done: () => void): void {
  const { clients } = app.websocketServer
  for (const client of clients) client.close(1001)
  // Whoever does not answer the farewell within a second is cut off.
  const cut = setTimeout(() => {
    for (const client of clients) client.terminate()
  }, 1000)
  app.websocketServer.close(() => clearTimeout(cut))
  done()
}

function securityHeaders(config: HttpDeps['config']): Parameters<typeof helmet>[1] {
  const files = config.filesUrl ? [config.filesUrl] : []
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Styles only: Mantine writes its variables into a <style> element.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...files],
        mediaSrc: ["'self'", 'blob:', ...files],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Meaningless over plain http, and a trap for whoever moves back from https: only when the public address is https.
    strictTransportSecurity: config.publicUrl?.startsWith('https:') ? { maxAge: 15_552_000 } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  }
}
