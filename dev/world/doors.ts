import { Readable } from 'node:stream'
import type { Endpoint, EndpointInput, EndpointOutput } from '#contract/endpoint'
import { createMessengers, type Messengers } from '#channels/messengers'
import { createIntake } from '#features/intake'
import { deliverAccount } from '#features/outbox'
import type { ChangeTail } from '#lib/change-tail'
import type { Config } from '#lib/config'
import { uuidv7 } from '#lib/crypto'
import type { Database } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'
import type { Caller, RequestInfo, Route } from '#lib/http/route'
import type { Jobs } from '#lib/jobs'
import { createLog } from '#lib/log'
import { createMetrics } from '#lib/metrics'
import type { Deps } from '../../server/deps.ts'
import { createFeatures } from '../../server/features.ts'
import { createReach } from '../../server/reach-channels.ts'

export type WorldClock = { now: Date }

/** The product's own doors, with a clock of their own and nobody listening. */
export type Doors = {
  database: Database
  deps: Deps
  clock: WorldClock
  messengers: Messengers
  intake: ReturnType<typeof createIntake>
  jobs: Jobs[]
  /** Calls an endpoint of the contract as `caller`; null: as a stranger's page whose headers are in `request`. */
  perform<E extends Endpoint>(
    caller: Caller | null,
    endpoint: E,
    input: EndpointInput<E>,
    more?: { request?: Partial<RequestInfo>; bytes?: Buffer },
  ): Promise<EndpointOutput<E>>
  /** Hands what the account has to send to its messengers. */
  deliver(accountId: number): Promise<void>
  close(): void
}

export function openDoors(options: {
  database: Database
  config: Config
  storage: FileStorage
  /** Where the Telegram of this world is. */
  telegramApiRoot: string
  clock: WorldClock
}): Doors {
  const { database, storage, clock } = options
  // Nobody reaches this world while it is made: no webhooks, no addresses of its own.
  const apiRoots = { ...options.config.apiRoots, telegram: options.telegramApiRoot }
  const config = { ...options.config, apiRoots, publicUrl: null }
  const deps: Deps = {
    config,
    secretKey: config.secretKey,
    publicUrl: null,
    db: database.db,
    pool: database.pool,
    stream: database,
    log: createLog({ level: 'silent' }),
    clock: () => clock.now,
    metrics: createMetrics({ withProcess: false }),
    storage,
    tail: silentTail,
    messengers: createMessengers(config),
    nodeId: uuidv7(),
    port: () => null,
  }
  const features = createFeatures(deps)
  const byEndpoint = new Map<Endpoint, Route>(features.routes.map((route) => [route.endpoint, route]))
  const reach = createReach({
    ...deps,
    webhookBase: () => null,
    health: { received() {}, succeeded() {}, failed: async () => {}, close() {} },
  })
  return {
    database,
    deps,
    clock,
    messengers: deps.messengers,
    intake: createIntake({ ...deps, onCommit: () => {} }),
    jobs: features.jobs,
    async perform(caller, endpoint, input, more = {}) {
      const route = byEndpoint.get(endpoint)
      if (!route) throw new Error(`Nobody serves ${endpoint.id}`)
      const parsed = Object.assign(
        {},
        ...[endpoint.params, endpoint.query, endpoint.body].map((schema) => schema?.parse(input)),
      )
      const context = { caller, request: { ...quietRequest, ...more.request }, answer: { setCookie() {} } }
      const upload = more.bytes && { body: Readable.from([more.bytes]), contentLength: more.bytes.length }
      const output = await route.handle(parsed, context, upload ?? null)
      // The compiler cannot follow which schema this endpoint has.
      return endpoint.output.parse(output) as EndpointOutput<typeof endpoint>
    },
    deliver: (accountId) => deliverAccount({ ...deps, ...reach }, accountId),
    close: () => features.close(),
  }
}

const silentTail: ChangeTail = {
  subscribe: () => () => {},
  wake() {},
  cursor: () => '',
  close: async () => {},
}

const quietRequest: RequestInfo = {
  id: 'world',
  ip: '127.0.0.1',
  origin: null,
  userAgent: null,
  host: 'http://localhost',
  headers: new Headers(),
}
