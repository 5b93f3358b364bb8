import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { endpoints } from '#contract/endpoints'
import { startChangeTail, startPostgresWakeup } from '#lib/change-tail'
import * as files from '#features/files'
import { systemClock } from '#lib/clock'
import type { Config } from '#lib/config'
import { openStorage } from '#lib/files/storage'
import { serveHealth } from '#lib/http/health'
import { toOpenApi } from '#lib/http/openapi'
import type { Route } from '#lib/http/route'
import { createHttpServer } from '#lib/http/server'
import { freeJobs, migrateJobs, startJobs, type Jobs } from '#lib/jobs'
import type { Log } from '#lib/log'
import { readMachineId } from '#lib/machine-id'
import { createMetrics } from '#lib/metrics'
import { migrate } from '#lib/migrate'
import { startNode } from '#lib/nodes'
import { openDatabase } from '#lib/open-database'
import { startReactions, type Reactions } from '#lib/reactions'

export type Product = { port: number; close(): Promise<void> }

/** How long requests may take to finish after we were told to stop. */
const patienceMs = 10_000

const built = (name: string): string => fileURLToPath(new URL(`../dist/${name}`, import.meta.url))

/**
 * Puts the product together and starts it: database → features → jobs, reactions, HTTP. What was started is closed in the
 * opposite order, also when the start itself fails.
 */
export async function startProduct(
  config: Config,
  log: Log,
  print: (line: string) => void,
): Promise<Product> {
  const started: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const stop of started.splice(0).toReversed()) {
      await stop().catch((error: unknown) => log.error({ err: error }, 'Something did not stop well'))
    }
  }
  try {
    const database = await openDatabase({ config, print, isGuest: false })
    started.push(() => database.close())
    const { db, pool, connectionString } = database
    await migrate(pool)
    await migrateJobs(pool)
    const storage = await openStorage(config)
    const metrics = createMetrics({ withProcess: true })
    const tail = await startChangeTail({
      db,
      log,
      startWakeup: (onWake) => startPostgresWakeup(connectionString, log, onWake),
    })
    started.push(() => tail.close())

    // All features, on one screen.
    const deps = { config, db, log, clock: systemClock, metrics, storage, tail }
    const routes: Route[] = [...files.routes(deps)]
    const reactions: Reactions[] = []
    const jobs: Jobs[] = []

    const machineId = await readMachineId(config.dataDir)
    const node = await startNode({ db, machineId, roles: config.roles, freeings: [freeJobs], log })
    started.push(() => node.close())
    if (config.roles.includes('worker')) {
      const runner = await startJobs({ pool, nodeId: node.id, jobs, log })
      started.push(() => runner.close())
      const reacting = startReactions({ name: 'reactions', db, reactions, tail, log, onDone: tail.wake })
      started.push(() => reacting.close())
    }
    const app = await createHttpServer(
      {
        config,
        log,
        metrics,
        resolveCaller: async () => null,
        folders: { web: built('web'), widget: built('widget') },
      },
      routes,
    )
    started.push(() => closeHttp(app))
    const openApi = toOpenApi(endpoints, { version: '0.1.0' })
    app.get('/api/openapi.json', async () => openApi)
    files.serveSignedFiles(app, deps)
    serveHealth(app, {
      metrics,
      metricsToken: config.metricsToken,
      findUnready: async () => {
        const answer = await pool.query('select 1').catch(() => null)
        return answer ? [] : ['database']
      },
    })
    await app.listen({ port: config.port, host: config.host })
    const address = app.server.address()
    return { port: typeof address === 'object' && address ? address.port : config.port, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Takes no more requests, lets those at work finish for a while, then cuts them off. */
async function closeHttp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patienceMs)
  await app.close()
  clearTimeout(cut)
}
