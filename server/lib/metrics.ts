import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** The numbers of one process, served at /metrics. Features add their own to `registry`. */
export type Metrics = {
  registry: Registry
  httpSeconds: Histogram<'method' | 'route' | 'status'>
}

export function createMetrics(options: { withProcess: boolean }): Metrics {
  const registry = new Registry()
  if (options.withProcess) collectDefaultMetrics({ register: registry })
  const httpSeconds = new Histogram({
    name: 'beseda_http_request_seconds',
    help: 'How long requests took, by method, route and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return { registry, httpSeconds }
}
