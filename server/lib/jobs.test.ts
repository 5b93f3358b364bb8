import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createDatabase, inTransaction } from './db.ts'
import { addJob, freeJobs, migrateJobs, startJobs, type JobRunner } from './jobs.ts'
import { createLog } from './log.ts'
import { startNode, type Node } from './nodes.ts'
import { createTestDatabase } from './test-database.ts'
import { startTestLine } from './test-line.ts'

const { db, pool, connectionString } = await createTestDatabase()
await migrateJobs(pool)
const log = createLog({ level: 'silent' })
const line = await startTestLine(connectionString)
const throughLine = createDatabase({ connectionString: line.connectionString })
afterAll(() => throughLine.close())

const unhandled = vi.fn<(error: unknown) => void>()
process.on('unhandledRejection', unhandled)
afterAll(() => void process.off('unhandledRejection', unhandled))

let begun: number[]
let gates: PromiseWithResolvers<void>[]
let node: Node
let runner: JobRunner
beforeEach(async () => {
  begun = []
  gates = Array.from({ length: 4 }, () => Promise.withResolvers())
  node = await startNode({ db: throughLine.db, machineId: 'own', roles: [], freeings: [freeJobs], log })
  runner = await startJobs({ pool: throughLine.pool, nodeId: node.id, log, jobs: [{ wait }], lookMs: 200 })
})
afterEach(async () => {
  for (const { resolve } of gates) resolve()
  await runner.close()
  await node.close()
  await pool.query('delete from graphile_worker._private_jobs')
})

/** Begins and waits for its gate, if it has one. */
async function wait(payload: unknown): Promise<void> {
  const { n } = z.object({ n: z.number() }).parse(payload)
  begun.push(n)
  await gates[n]?.promise
}
const add = (n: number): Promise<void> => inTransaction(db, (tx) => addJob(tx, 'wait', { n }))
const untilBegun = (...all: number[]): Promise<void> =>
  vi.waitFor(() => expect(begun.toSorted()).toEqual(all), { timeout: 60_000 })
const locksOf = async (): Promise<unknown[]> =>
  (await pool.query('select locked_by from graphile_worker._private_jobs order by id')).rows
/** The ids under which the node of this process locks jobs. */
async function registered(): Promise<string[]> {
  const rows = await db.selectFrom('nodes').select('worker_ids').where('id', '=', node.id).execute()
  expect(rows[0]?.worker_ids).toHaveLength(1)
  return rows.flatMap((row) => row.worker_ids)
}

test('a job that ends while the database is away is done again when it is back, and those after it are done', async () => {
  for (const n of [0, 1, 2, 3]) await add(n)
  await untilBegun(0, 1, 2, 3)
  line.cut()
  gates[0]?.resolve()
  await pause(500)
  line.mend()
  // Two that end well meanwhile, and one that is late.
  gates[1]?.resolve()
  gates[2]?.resolve()
  await pause(500)
  gates[3]?.resolve()
  await untilBegun(0, 0, 1, 2, 3)
  await add(4)
  await untilBegun(0, 0, 1, 2, 3, 4)
  await vi.waitFor(async () => expect(await locksOf()).toEqual([]), 60_000)
  expect(unhandled).not.toHaveBeenCalled()
})

test('what could not be given back when it was closed waits for nobody', async () => {
  await add(0)
  await untilBegun(0)
  line.cut()
  gates[0]?.resolve()
  await pause(500)
  line.mend()
  await runner.close()
  expect(await locksOf()).toEqual([{ locked_by: null }])
})

test('the jobs of a node that was once taken for dead are freed when it dies', async () => {
  await db.deleteFrom('nodes').where('id', '=', node.id).execute()
  await vi.waitFor(registered, { timeout: 60_000 })
  await add(0)
  await untilBegun(0)
  await db
    .updateTable('nodes')
    .set({ beat_at: new Date(0) })
    .where('id', '=', node.id)
    .execute()
  const other = await startNode({ db, machineId: 'other', roles: [], freeings: [freeJobs], log })
  await other.close()
  // What is free is taken anew.
  await untilBegun(0, 0)
})

test('a job of which the pool never heard that it is its own is done all the same', async () => {
  const [workerId] = await vi.waitFor(registered, { timeout: 60_000 })
  // The pool has taken it, and the answer was lost with the connection.
  await inTransaction(db, async (tx) => {
    await addJob(tx, 'wait', { n: 4 }, { queue: 'one by one', maxAttempts: 1 })
    await sql`update graphile_worker._private_jobs set locked_by = ${workerId}, locked_at = now(), attempts = 1`.execute(
      tx,
    )
    await sql`update graphile_worker._private_job_queues set locked_by = ${workerId}, locked_at = now()`.execute(
      tx,
    )
  })
  await untilBegun(4)
})

test('a job that takes long is not begun twice', async () => {
  await add(0)
  await untilBegun(0)
  await pause(1500)
  expect(begun).toEqual([0])
})
