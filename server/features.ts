import type { FastifyInstance } from 'fastify'
import * as files from '#features/files'
import * as people from '#features/people'
import type { ChangeTail } from '#lib/change-tail'
import type { Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { SecretKey } from '#lib/crypto'
import type { Db } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'
import type { Route } from '#lib/http/route'
import type { ResolveCaller } from '#lib/http/serve-routes'
import { freeJobs, type Jobs } from '#lib/jobs'
import type { Log } from '#lib/log'
import type { Metrics } from '#lib/metrics'
import type { Freeing } from '#lib/nodes'
import type { Reactions } from '#lib/reactions'

/** What features may need; each takes its part. */
export type Deps = {
  config: Config
  secretKey: SecretKey
  publicUrl: string | null
  db: Db
  log: Log
  clock: Clock
  metrics: Metrics
  storage: FileStorage
  tail: ChangeTail
}

export type Features = {
  resolveCaller: ResolveCaller
  routes: Route[]
  /** What is not in the contract: signed addresses, webhooks, the compatible API. */
  serveMore(app: FastifyInstance): void
  reactions: Reactions[]
  jobs: Jobs[]
  freeings: Freeing[]
}

/** What a new account gets beside its people: a function of a higher feature, run in the transaction that makes it. */
export const onAccountCreated: people.OnAccountCreated = async () => {}

/** All features of the product, on one screen. */
export function createFeatures(given: Deps): Features {
  const deps = { ...given, onAccountCreated }
  return {
    resolveCaller: people.createResolveCaller(deps),
    routes: [...people.routes(deps), ...files.routes(deps)],
    serveMore(app) {
      files.serveSignedFiles(app, deps)
    },
    reactions: [],
    jobs: [],
    freeings: [freeJobs],
  }
}
