import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, HTTPMethods } from 'fastify'
import type { Viewer } from '#features/access'
import type { Config } from '#lib/config'
import type { Log } from '#lib/log'
import type { AmoDeps, AmoRoute } from './amo-route.ts'
import { readAmoRequest } from './amo-request.ts'
import type { Answer } from './answer.ts'
import { answerProblem } from './answer-problem.ts'
import { createIdentify } from './identify.ts'
import { Problem } from './problem.ts'
import { amoRoutes } from './routes.ts'

const base = '/api/v4'
const methods: HTTPMethods[] = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom a call of the compatible API speaks for. */
    amoViewer: Viewer | null
  }
}

type ServeDeps = AmoDeps & {
  log: Log
  config: Pick<Config, 'apiRate' | 'secretKey' | 'filesUrl' | 'publicUrl'>
}

/** Serves the API that is compatible with amoCRM v4, in a scope of its own: tokens only, no cookies. */
export function serveAmoApi(app: FastifyInstance, deps: ServeDeps): void {
  app.register(
    async (scope) => {
      await scope.register(rateLimit, { global: false })
      const identify = createIdentify(scope, { ...deps, secretKey: deps.config.secretKey })
      scope.setErrorHandler((error, request, reply) => answerProblem(deps.log, request, reply, error))
      scope.decorateRequest('amoViewer', null)
      scope.addHook('onRequest', async (request) => {
        request.amoViewer = await identify(request)
      })
      serveRoutes(scope, amoRoutes(deps), deps.config.publicUrl)
      // A route, so that what is not there is not looked for among the pages of the site.
      for (const url of ['/', '/*']) {
        scope.all(url, () => {
          throw new Problem(404)
        })
      }
    },
    { prefix: base },
  )
}

function serveRoutes(scope: FastifyInstance, routes: AmoRoute[], publicUrl: string | null): void {
  for (const { method, path, handle } of routes) {
    scope.route({
      method,
      url: path,
      handler: async (request, reply) => {
        if (!request.amoViewer) throw new Problem(401)
        return send(reply, await handle(readAmoRequest(request, request.amoViewer, publicUrl)))
      },
    })
  }
  for (const [path, served] of Map.groupBy(routes, (route) => route.path)) {
    const allowed = served.map((route) => route.method)
    scope.route({
      method: methods.filter((method) => !allowed.some((one) => one === method)),
      url: path,
      handler: (_request, reply) => {
        reply.header('allow', allowed.join(', '))
        throw new Problem(405)
      },
    })
  }
}

function send(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  reply.code(status).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
  if (!body) return reply.send()
  // As bytes: a text would get a charset, which the original does not send.
  return reply.header('content-type', 'application/hal+json').send(Buffer.from(JSON.stringify(body)))
}
