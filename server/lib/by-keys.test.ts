import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { change } from './events.ts'
import { currentCursor, readChanges } from './changes.ts'
import { createDatabase, inTransaction } from './db.ts'
import { createTestDatabase } from './test-database.ts'

const { db, connectionString } = await createTestDatabase()
const stream = createDatabase({ connectionString, max: 1, isByKeys: true })
afterAll(stream.close)

const many = 50_000

/** Rows of the log that this connection has read so far, by its index and without one. */
async function rowsRead(): Promise<{ byIndex: number; bySearching: number }> {
  await sql`select pg_stat_force_next_flush()`.execute(stream.db)
  const { rows } = await sql<{ byIndex: number; bySearching: number }>`
    select idx_tup_fetch as "byIndex", seq_tup_read as "bySearching" from pg_stat_user_tables where relname = 'changes'`.execute(
    stream.db,
  )
  return rows[0] ?? { byIndex: 0, bySearching: 0 }
}

test('what was planned on an empty log reads only what is new of a long one', async () => {
  const planned = await readChanges(stream.db, await currentCursor(stream.db), { most: many })
  expect(planned.changes).toEqual([])
  await sql`insert into changes (account_id, topic) select 1, 'typing' from generate_series(1, ${many}::int)`.execute(
    db,
  )
  const cursor = await currentCursor(db)
  await inTransaction(db, (tx) => change(tx, { accountId: 1, topic: 'typing', number: 7 }))
  const before = await rowsRead()
  const read = await readChanges(stream.db, cursor, { most: many })
  const after = await rowsRead()
  expect(read.changes.map(({ number }) => number)).toEqual([7])
  expect(after.bySearching).toBe(before.bySearching)
  expect(after.byIndex - before.byIndex).toBeLessThan(10)
})
