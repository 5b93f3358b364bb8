import { EventEmitter } from 'node:events'
import { run, runMigrations, Logger, type Runner, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Tx } from './db.ts'
import type { Freeing } from './nodes.ts'
import type { Log } from './log.ts'

/** The background jobs of a feature: name → work on the payload. They run at least once; make them idempotent. */
export type Jobs = Record<string, (payload: unknown) => Promise<void>>

export type JobOptions = {
  /** A job of the same key replaces the one that waits. */
  key?: string
  /** Jobs of one queue run one after another. */
  queue?: string
  runAt?: Date
  /** A job of the same key that waits keeps its time; only its payload is replaced. */
  keepsTime?: boolean
  maxAttempts?: number
}

/** Adds a job in the transaction that needs it: it exists exactly when the transaction commits. */
export async function addJob(
  tx: Tx,
  name: string,
  payload: Record<string, unknown>,
  options: JobOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(identifier => ${name}, payload => ${JSON.stringify(payload)}::json,
    queue_name => ${options.queue ?? null}, run_at => ${options.runAt ?? null}::timestamptz,
    max_attempts => ${options.maxAttempts ?? 25}, job_key => ${options.key ?? null},
    job_key_mode => ${options.keepsTime ? 'preserve_run_at' : 'replace'})`.execute(tx)
}

/** Makes or updates the tables of the job queue. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: silent })
}

export type JobRunner = { close(): Promise<void> }

/** Runs the jobs of this process. The id under which it locks jobs is kept with the node, so that they can be freed when it dies. */
export async function startJobs(options: {
  pool: pg.Pool
  nodeId: string
  jobs: readonly Jobs[]
  crontab?: string
  log: Log
}): Promise<JobRunner> {
  const taskList = Object.fromEntries(
    options.jobs.flatMap((jobs) =>
      Object.entries(jobs).map(([name, work]) => [name, (payload: unknown): Promise<void> => work(payload)]),
    ),
  )
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => {
    options.pool
      .query('update nodes set worker_ids = array_append(worker_ids, $1) where id = $2', [
        workerPool.id,
        options.nodeId,
      ])
      .catch((error: unknown) => options.log.error({ error }, 'the job runner could not be registered'))
  })
  const runner: Runner = await run({
    events,
    pgPool: options.pool,
    taskList,
    crontab: options.crontab,
    logger: loggerOf(options.log),
    noHandleSignals: true,
    preset: {
      worker: {
        concurrentJobs: 4,
        pollInterval: 2000,
        localQueue: { size: 20 },
      },
    },
  })
  runner.promise.catch((error: unknown) => options.log.error({ error }, 'the job runner stopped'))
  return { close: () => runner.stop() }
}

/** graphile-worker itself frees a dead worker's jobs only after four hours. */
export const freeJobs: Freeing = async (tx, dead) => {
  const workerIds = dead.flatMap((node) => node.workerIds)
  if (workerIds.length > 0)
    await sql`select graphile_worker.force_unlock_workers(${workerIds}::text[])`.execute(tx)
}

const silent = new Logger(() => () => {})

function loggerOf(log: Log): Logger {
  return new Logger(() => (given, message) => {
    const level: string = given
    if (level === 'error') log.error({ message }, 'job')
    else if (level === 'warning') log.warn({ message }, 'job')
  })
}
