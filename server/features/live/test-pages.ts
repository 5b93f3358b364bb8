import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import type { ChangeTail } from '#lib/change-tail'
import type { Route } from '#lib/http/route'
import type { ResolveCaller } from '#lib/http/serve-routes'
import { createHttpServer } from '#lib/http/server'
import { createLog } from '#lib/log'
import { createMetrics } from '#lib/metrics'
import type { LiveHub } from './live-hub.ts'
import { routes } from './routes.ts'

/** Serves a hub, and other routes beside it, to pages that a test opens; all of it ends with the file. */
export async function servePages(
  { hub, tail, resolveCaller }: { hub: LiveHub; tail: ChangeTail; resolveCaller: ResolveCaller },
  others: Route[] = [],
): Promise<{ app: FastifyInstance; base: string }> {
  const app = await createHttpServer(
    {
      config: { publicUrl: null, filesUrl: null, trustProxy: 0 },
      log: createLog({ level: 'silent' }),
      metrics: createMetrics({ withProcess: false }),
      resolveCaller,
    },
    [...others, ...routes({ hub, resolveCaller })],
  )
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  afterAll(async () => {
    hub.close()
    await app.close()
    await tail.close()
  })
  return { app, base }
}
