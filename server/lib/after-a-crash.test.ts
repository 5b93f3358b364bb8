import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test, vi } from 'vitest'
import { startChangeTail } from './change-tail.ts'
import { currentCursor, readChanges, readPortion, type Change } from './changes.ts'
import { createDatabase, inTransaction, type Tx } from './db.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { createLog } from './log.ts'
import { migrate } from './migrate.ts'
import { startReactions } from './reactions.ts'

const folder = await mkdtemp(join(tmpdir(), 'beseda-crash-'))
const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => {} })
const { db, pool, close } = createDatabase({ connectionString: postgres.connectionString })
await migrate(pool)
afterAll(async () => {
  await close()
  await postgres.stop()
  await rm(folder, { recursive: true })
})
const log = createLog({ level: 'silent' })
const tell = async (tx: Tx, topic: string): Promise<unknown> =>
  sql`insert into changes (account_id, topic) values (1, ${topic})`.execute(tx)

/** Ends one backend without a word, as a system that is out of memory does: PostgreSQL parts from all and recovers. */
async function crash(): Promise<void> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL')
  await vi.waitFor(() => sql`select 1`.execute(db), 60_000)
}

test('who had seen what a crash took is told to load anew, and hears what comes under the same numbers; a consumer misses nothing', async () => {
  const heard: (string[] | null)[] = []
  const reacted: string[] = []
  const tail = await startChangeTail({
    db,
    log,
    startWakeup: async () => ({ notify: () => {}, close: async () => {} }),
  })
  tail.subscribe((changes) => heard.push(changes?.map(({ topic }) => topic) ?? null))
  const react = async (_tx: Tx, changes: Change[]): Promise<void> => {
    reacted.push(...changes.map(({ patch }) => String(patch?.['mark'])))
  }
  const runner = startReactions({ name: 'own', db, tail: null, log, reactions: [{ 'task.changed': react }] })
  await runner.drain()
  // Seen, and not on the disk yet.
  await inTransaction(db, async (tx) => {
    await sql`set local synchronous_commit = off`.execute(tx)
    await tell(tx, 'typing')
  })
  tail.wake()
  await vi.waitFor(() => expect(heard).toEqual([['typing']]), 60_000)
  const ofBrowser = tail.cursor()
  const { rows } = await sql<{ cursor: string }>`select cursor from consumers where name = 'own'`.execute(db)
  await crash()
  await inTransaction(db, (tx) =>
    sql`insert into changes (account_id, topic, patch) values (1, 'task.changed', '{"mark": "after"}')`.execute(
      tx,
    ),
  )
  await vi.waitFor(() => expect(heard).toEqual([['typing'], null]), 60_000)
  expect(await readChanges(db, ofBrowser, { most: 10 })).toMatchObject({ isTooOld: true })
  expect(await readPortion(db, rows[0]?.cursor ?? '', { topics: ['typing'], most: 10 })).toMatchObject({
    isTooOld: false,
  })
  await runner.drain()
  expect(reacted).toEqual(['after'])
  await inTransaction(db, (tx) => tell(tx, 'typing'))
  tail.wake()
  await vi.waitFor(() => expect(heard.at(-1)).toEqual(['typing']), 60_000)
  await runner.close()
  await tail.close()
})

test('a cursor outlives a restart that is none of a crash', async () => {
  const cursor = await currentCursor(db)
  await inTransaction(db, (tx) => tell(tx, 'typing'))
  await postgres.stop()
  const again = await startEmbeddedPostgres({ dataDir: folder, log: () => {} })
  afterAll(again.stop)
  await vi.waitFor(() => sql`select 1`.execute(db), 60_000)
  expect((await readChanges(db, cursor, { most: 10 })).changes.map(({ topic }) => topic)).toEqual(['typing'])
})
