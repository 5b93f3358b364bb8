import { setTimeout as pause } from 'node:timers/promises'
import { runMigrations, Logger } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Tx } from './db.ts'
import { freeJobPool, startJobPool, type JobPool, type JobPoolOptions } from './job-pool.ts'
import type { Freeing } from './nodes.ts'
import { describeError, type Log } from './log.ts'

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

const startAgainMs = 1000

/**
 * Runs the jobs of this process. The id under which it locks jobs is kept with the node, so that they can be freed when it dies.
 * What ends before it is closed, for the database was away, is started again until it runs.
 */
export async function startJobs(options: {
  pool: pg.Pool
  nodeId: string
  jobs: readonly Jobs[]
  crontab?: string
  log: Log
  /** How often the jobs it holds are looked after. */
  lookMs?: number
}): Promise<JobRunner> {
  const taskList = Object.fromEntries(
    options.jobs.flatMap((jobs) =>
      Object.entries(jobs).map(([name, work]) => [name, (payload: unknown): Promise<void> => work(payload)]),
    ),
  )
  const closing = new AbortController()
  const { pool, nodeId, crontab, log, lookMs } = options
  const given: JobPoolOptions = { pool, nodeId, taskList, crontab, log, lookMs }
  const ended = keepRunning(given, await startJobPool(given, closing.signal), closing.signal)
  return {
    close() {
      closing.abort()
      return ended
    },
  }
}

async function keepRunning(options: JobPoolOptions, first: JobPool, signal: AbortSignal): Promise<void> {
  let current = first
  await current.ended
  while (!signal.aborted) {
    options.log.warn('the job runner stopped; starting it again')
    // What the old one had just written arrives first.
    await pause(startAgainMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) break
    try {
      await freeJobPool(options, current.id)
      current = await startJobPool(options, signal)
      await current.ended
    } catch (error) {
      options.log.warn({ error: describeError(error) }, 'the job runner could not be started; trying again')
    }
  }
  // What it could not give back waits for nobody.
  await freeJobPool(options, current.id).catch(() => {})
}

/** graphile-worker itself frees a dead worker's jobs only after four hours. */
export const freeJobs: Freeing = async (tx, dead) => {
  const workerIds = dead.flatMap((node) => node.workerIds)
  if (workerIds.length > 0)
    await sql`select graphile_worker.force_unlock_workers(${workerIds}::text[])`.execute(tx)
}

const silent = new Logger(() => () => {})
