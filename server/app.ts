import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { endpoints } from '#contract/endpoints'
import { ensureAdmin, prepareSetup } from '#features/people'
import { checkSecretKey } from '#lib/check-secret-key'
import { startChangeTail, startPostgresWakeup, type ChangeTail } from '#lib/change-tail'
import { systemClock } from '#lib/clock'
import type { Config } from '#lib/config'
import { openStorage } from '#lib/files/storage'
import { serveHealth } from '#lib/http/health'
import { toOpenApi } from '#lib/http/openapi'
import { housekeepingCrontab, housekeepingJobs } from '#lib/housekeeping'
import { createHttpServer } from '#lib/http/server'
import { migrateJobs, startJobs } from '#lib/jobs'
import type { Log } from '#lib/log'
import { readMachineId } from '#lib/machine-id'
import { createMetrics } from '#lib/metrics'
import { migrate } from '#lib/migrate'
import { onCommit } from '#lib/db'
import { startNatsWakeup } from '#lib/nats-wakeup'
import { startNode } from '#lib/nodes'
import { openDatabase, type OpenDatabase } from '#lib/open-database'
import { startReactions } from '#lib/reactions'
import { settleRestoredCopy } from '#lib/restored-copy'
import { startFirstStatistics } from '#lib/young-tables'
import { loadDemo, type Demo } from './demo.ts'
import type { Deps } from './deps.ts'
import { createFeatures, freeingsOf, messengersOf, onAccountCreated, type Features } from './features.ts'
import { keepSetupCode } from './tell-setup-code.ts'
import { version } from './version.ts'

export type Product = {
  port: number
  /** For the first-run wizard; null once there is an account. */
  setupCode: string | null
  /** The example world, when it was asked for. */
  demo: Demo | null
  close(): Promise<void>
}

type Starting = { config: Config; log: Log; print: (line: string) => void }
/** What has been started, to be stopped in the opposite order. */
type Started = (() => Promise<unknown>)[]

/** How long requests may take to finish after we were told to stop. */
const patienceMs = 10_000

/**
 * Starts the product: database → live log → features → jobs and reactions → HTTP. What was started is stopped in the
 * opposite order, also when the start itself fails.
 */
export async function startProduct(starting: Starting): Promise<Product> {
  const started: Started = []
  const close = async (): Promise<void> => {
    for (const stop of started.splice(0).toReversed()) {
      await stop().catch((error: unknown) =>
        starting.log.error({ err: error }, 'Something did not stop well'),
      )
    }
  }
  try {
    return { ...(await startAll(starting, started)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function startAll(starting: Starting, started: Started): Promise<Omit<Product, 'close'>> {
  const { config, log, print } = starting
  const database = await openDatabase({ config, print, isGuest: false })
  started.push(database.close)
  await migrate(database.pool)
  await migrateJobs(database.pool)
  await checkSecretKey(database.db, config.secretKey)
  if (await settleRestoredCopy(database.db)) log.warn('this database is a copy that was put back')
  const tail = await followChanges(database, config, log)
  started.push(tail.close)
  for (const { db } of [database, database.stream]) onCommit(db, tail.wake)
  const basics = { config, db: database.db, log, clock: systemClock, tail, messengers: messengersOf(config) }
  const nodeId = await joinNodes(basics, started)
  const running: Running = { port: null, isWorking: !config.roles.includes('worker') }
  const setup = keepSetupCode({ ...basics, print })
  const deps: Deps = {
    ...basics,
    nodeId,
    onSetupAsked: setup.asked,
    port: () => running.port,
    pool: database.pool,
    stream: database.stream,
    secretKey: config.secretKey,
    publicUrl: config.publicUrl,
    metrics: createMetrics({ withProcess: true }),
    storage: await openStorage(config),
  }
  const features = createFeatures(deps)
  started.push(async () => features.close())
  if (config.admin) await ensureAdmin({ ...deps, onAccountCreated }, config.admin)
  const app = await createHttp(deps, features, running)
  started.push(() => closeHttp(app))
  await app.listen({ port: config.port, host: config.host })
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  running.port = port
  if (config.roles.includes('worker')) await startWork(deps, features, started)
  running.isWorking = true
  const demo = config.isDemo ? await makeDemo(deps, database, print) : null
  const setupCode = config.roles.includes('web') ? await prepareSetup(database.db) : null
  setup.know(setupCode)
  return { port, demo, setupCode }
}

/** After the work has begun, so that what reacts to the world's facts sees all of them. */
async function makeDemo(deps: Deps, database: OpenDatabase, print: (line: string) => void): Promise<Demo> {
  const { config, db, tail } = deps
  print('Making the example world, if it is not there … · Готовлю пример, если его ещё нет …')
  const { connectionString } = database
  const demo = await loadDemo({ config, db, connectionString, password: config.demoPassword })
  tail.wake()
  return demo
}

/** What becomes known while it starts. */
type Running = { port: number | null; isWorking: boolean }

function followChanges(
  { stream, connectionString }: OpenDatabase,
  config: Config,
  log: Log,
): Promise<ChangeTail> {
  const { natsUrl } = config
  return startChangeTail({
    db: stream.db,
    log,
    startWakeup: (onWake) =>
      natsUrl ? startNatsWakeup(natsUrl, onWake) : startPostgresWakeup(connectionString, log, onWake),
  })
}

/** The heartbeat of this process; what dead ones held is freed. @returns this process's id. */
async function joinNodes(
  deps: Pick<Deps, 'config' | 'db' | 'log' | 'clock' | 'tail' | 'messengers'>,
  started: Started,
): Promise<string> {
  const { config, db, log, tail } = deps
  const machineId = await readMachineId(config.dataDir)
  const freeings = freeingsOf(deps)
  const node = await startNode({ db, machineId, roles: config.roles, freeings, log, onFreed: tail.wake })
  started.push(node.close)
  return node.id
}

/** What this process does in the background. */
async function startWork(deps: Deps, features: Features, started: Started): Promise<void> {
  const { log, tail, nodeId, pool, stream } = deps
  const { reactions, jobs } = features
  const runner = await startJobs({
    pool,
    nodeId,
    jobs: [...jobs, housekeepingJobs({ ...deps, sweeps: features.sweeps })],
    crontab: [housekeepingCrontab, ...features.crontab].join('\n'),
    log,
  })
  started.push(runner.close)
  const stopStatistics = startFirstStatistics(pool, log)
  started.push(async () => stopStatistics())
  const reacting = startReactions({
    name: 'reactions',
    db: stream.db,
    reactions,
    tail,
    log,
    onDone: tail.wake,
  })
  started.push(reacting.close, ...features.startWorking())
}

async function createHttp(deps: Deps, features: Features, running: Running): Promise<FastifyInstance> {
  const { config, pool, log, metrics } = deps
  const folders = { web: built('web'), widget: built('widget') }
  const { resolveCaller, routes } = features
  const app = await createHttpServer(
    { config, log, metrics, resolveCaller, folders },
    routes,
    features.serveMore,
  )
  const openApi = toOpenApi(endpoints, { version })
  app.get('/api/openapi.json', async () => openApi)
  features.serveMachines(app)
  serveHealth(app, {
    metrics,
    metricsToken: config.metricsToken,
    findUnready: async () => {
      const answer = await pool.query('select').catch(() => null)
      return [...(answer ? [] : ['database']), ...(running.isWorking ? [] : ['workers'])]
    },
  })
  return app
}

function built(name: string): string {
  return fileURLToPath(new URL(`../dist/${name}`, import.meta.url))
}

/** Takes no more requests, lets those at work finish for a while, then cuts them off. */
async function closeHttp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patienceMs)
  await app.close()
  clearTimeout(cut)
}
