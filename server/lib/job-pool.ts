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
  const stopLooking = lookAfter(options, id)
  return { id, ended: Promise.race([runner.promise, isLeft]).then(stop, stop).finally(stopLooking) }
}

/** Looks after a pool of this process that works, now and from time to time. @returns how to end that. */
function lookAfter(options: JobPoolOptions, id: string): () => void {
  async function look(): Promise<void> {
    try {
      await register(options, id)
    } catch (error) {
      options.log.warn({ error: describeError(error) }, 'jobs could not be looked after; trying again')
    }
  }
  void look()
  const timer = setInterval(() => void look(), options.lookMs ?? usualLookMs)
  return () => clearInterval(timer)
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
