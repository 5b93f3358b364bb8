import type { FastifyInstance } from 'fastify'
import { isSameSecret } from '../crypto.ts'
import type { Metrics } from '../metrics.ts'

export type HealthDeps = {
  metrics: Metrics
  /** Guards /metrics; without it only this machine may read them. */
  metricsToken: string | null
  /** What is not ready yet, in a word each; empty when all is. */
  findUnready: () => Promise<string[]>
}

/** `/healthz`: the process serves. `/readyz`: database, migrations and workers are ready. `/metrics`: for Prometheus. */
export function serveHealth(app: FastifyInstance, deps: HealthDeps): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const unready = await deps.findUnready()
    if (unready.length === 0) return { status: 'ready' }
    return reply.code(503).header('retry-after', '1').send({ status: 'not ready', unready })
  })
  app.get('/metrics', async (request, reply) => {
    const token = request.headers.authorization?.replace(/^Bearer /i, '') ?? ''
    const isAllowed = deps.metricsToken
      ? isSameSecret(token, deps.metricsToken)
      : isLoopback(request.ip) &&
        isLoopback(request.socket.remoteAddress ?? '') &&
        !isForwarded(request.headers)
    if (!isAllowed) return reply.code(403).send({ error: 'Set METRICS_TOKEN and send it as a bearer token' })
    return reply.type(deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics())
  })
}

function isLoopback(ip: string): boolean {
  return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
}

/** A proxy on this machine speaks for somebody else. */
function isForwarded(headers: Record<string, unknown>): boolean {
  return 'x-forwarded-for' in headers || 'forwarded' in headers
}
