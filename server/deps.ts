import type pg from 'pg'
import type { Messengers } from '#channels/messengers'
import type { ChangeTail } from '#lib/change-tail'
import type { Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { SecretKey } from '#lib/crypto'
import type { Database, Db } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'
import type { Log } from '#lib/log'
import type { Metrics } from '#lib/metrics'

/** What the process gives to its features; each takes its part. */
export type Deps = {
  config: Config
  secretKey: SecretKey
  publicUrl: string | null
  db: Db
  pool: pg.Pool
  /** Connections for the road of messages, whose statements find everything by keys and are planned once. */
  stream: Pick<Database, 'db' | 'pool'>
  log: Log
  clock: Clock
  metrics: Metrics
  storage: FileStorage
  tail: ChangeTail
  messengers: Messengers
  /** This run of this process. */
  nodeId: string
  /** Somebody has opened the first-run wizard. */
  onSetupAsked?: () => Promise<void>
  /** The port we listen on; null before that. */
  port(): number | null
}
