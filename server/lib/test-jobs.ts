import { Logger, runOnce } from 'graphile-worker'
import type pg from 'pg'
import type { Jobs } from './jobs.ts'

/** Runs every job that is due, and those they add, until none is left; one that throws waits for its next try. For tests. */
export async function drainJobs(pool: pg.Pool, ...jobs: Jobs[]): Promise<void> {
  const taskList = Object.fromEntries(
    jobs
      .flatMap((some) => Object.entries(some))
      .map(([name, work]) => [name, (given: unknown) => work(given)]),
  )
  await runOnce({ pgPool: pool, taskList, logger: new Logger(() => () => {}), noHandleSignals: true })
  // What became of the last job is written without being waited for.
  while (await isAnyLocked(pool));
}

async function isAnyLocked(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query(
    'select from graphile_worker._private_jobs where locked_at is not null limit 1',
  )
  return rows.length > 0
}
