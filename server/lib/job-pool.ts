import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import { describeError, type Log } from './log.ts'

export type JobPoolOptions = {
  pool: pg.Pool
  nodeId: string
  taskList: TaskList
  crontab: string | undefined
  log: Log
  /** How often it is looked after. */
  lookMs?: number | undefined
}

export type JobPool = {
  /** Under it the pool locks jobs. */
  id: string
  /** Resolves when it works no more, whoever ended it. */
  ended: Promise<void>
}

const usualLookMs = 5000
/** So long what the pool was still writing may take when its work is over. */
const lastWordsMs = 5000

/**
 * Runs jobs until `signal` aborts. A job whose end could not be written ends the pool too; without a batch delay, be it of no
 * length, it would end the process: only with one does the library wait for the answer.
 */
export async function startJobPool(options: JobPoolOptions, signal: AbortSignal): Promise<JobPool> {
  const { log, pool } = options
  const events: WorkerEvents = new EventEmitter()
  const { promise: isOver, resolve: over } = Promise.withResolvers<void>()
  events.on('pool:gracefulShutdown:complete', () => over())
  events.on('pool:gracefulShutdown:error', () => over())
  let id = ''
  events.on('pool:create', ({ workerPool }) => {
    id = workerPool.id
  })
  const held = heldOf(events)
  const runner = await run({
    events,
    pgPool: pool,
    taskList: options.taskList,
    crontab: options.crontab,
    logger: loggerOf(log),
    noHandleSignals: true,
    preset: {
      worker: {
        concurrentJobs: 4,
        pollInterval: 2000,
        localQueue: { size: 20 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  })
  // It may have ended by itself, which makes stopping an error.
  const stop = (): Promise<void> => runner.stop().catch(() => {})
  signal.addEventListener('abort', () => void stop(), { once: true })
  if (signal.aborted) void stop()
  // The library counts its batches wrong once one has failed, and may then wait for the last one for ever.
  const isLeft = isOver.then(() => pause(lastWordsMs, undefined, { ref: false }))
  const stopLooking = lookAfter(options, id, held)
  return { id, ended: Promise.race([runner.promise, isLeft]).then(stop, stop).finally(stopLooking) }
}

/**
 * The jobs a pool knows to be its own. What it gives back stays here: as long as that could not be written it tries again, and no
 * other may take the job.
 */
function heldOf(events: WorkerEvents): Set<number> {
  const held = new Set<number>()
  events.on('localQueue:getJobs:complete', ({ jobs }) => {
    for (const { id } of jobs) held.add(Number(id))
  })
  events.on('job:complete', ({ job }) => held.delete(Number(job.id)))
  return held
}

/** Looks after a pool of this process that works, now and from time to time. @returns how to end that. */
function lookAfter(options: JobPoolOptions, id: string, held: ReadonlySet<number>): () => void {
  let suspects: number[] = []
  let isLooking = false
  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      await register(options, id)
      const unknown = await findLocked(options, id, held)
      await giveBack(
        options,
        id,
        unknown.filter((job) => suspects.includes(job) && !held.has(job)),
      )
      suspects = unknown
    } catch (error) {
      options.log.warn({ error: describeError(error) }, 'jobs could not be looked after; trying again')
    } finally {
      isLooking = false
    }
  }
  void look()
  const timer = setInterval(() => void look(), options.lookMs ?? usualLookMs)
  return () => clearInterval(timer)
}

/**
 * The jobs that are locked by a pool which knows nothing of them: the connection broke between the commit and its answer. One look
 * proves nothing, since an answer may be on its way, and an end may be about to be written.
 */
async function findLocked(
  { pool }: JobPoolOptions,
  id: string,
  held: ReadonlySet<number>,
): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    'select id from graphile_worker._private_jobs where locked_by = $1 and id <> all($2::bigint[])',
    [id, [...held]],
  )
  return rows.map((row) => row.id)
}

/** Gives jobs back that were never begun, as the library gives back what waited too long. */
async function giveBack({ pool }: JobPoolOptions, id: string, jobs: number[]): Promise<void> {
  if (jobs.length === 0) return
  await pool.query(
    `with j as (
      update graphile_worker._private_jobs set attempts = greatest(0, attempts - 1), locked_by = null, locked_at = null
      where id = any($2::bigint[]) and locked_by = $1 returning job_queue_id
    )
    update graphile_worker._private_job_queues q set locked_by = null, locked_at = null
    from j where q.id = j.job_queue_id and q.locked_by = $1 and not exists (
      select from graphile_worker._private_jobs o where o.job_queue_id = q.id and o.locked_by = $1 and o.id <> all($2::bigint[])
    )`,
    [id, jobs],
  )
}

/**
 * Keeps the id with the node: when it dies, what the pool held is freed. A node that others took for dead comes back without the
 * ids it had.
 */
async function register({ pool, nodeId }: JobPoolOptions, id: string): Promise<void> {
  await pool.query(
    `update nodes set worker_ids = array_append(worker_ids, $1::text)
      where id = $2 and not worker_ids @> array[$1::text]`,
    [id, nodeId],
  )
}

/** Frees the jobs that an ended pool of this node still holds, and forgets it. */
export async function freeJobPool({ pool, nodeId }: JobPoolOptions, id: string): Promise<void> {
  await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [[id]])
  await pool.query('update nodes set worker_ids = array_remove(worker_ids, $1) where id = $2', [id, nodeId])
}

function loggerOf(log: Log): Logger {
  return new Logger(() => (given, message) => {
    const level: string = given
    if (level === 'error') log.error({ message }, 'job')
    else if (level === 'warning') log.warn({ message }, 'job')
  })
}
