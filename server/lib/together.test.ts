import { sql } from 'kysely'
import { afterAll, expect, test, vi } from 'vitest'
import { inOneGo, inTransaction, onCommit } from './db.ts'
import { gatherReads } from './gather-reads.ts'
import { createTestDatabase } from './test-database.ts'
import { waitedFor } from './test-locks.ts'

const database = await createTestDatabase()
const { db, pool } = database
await sql`create table things (id int primary key, owner text)`.execute(db)

const ids = async (): Promise<number[]> =>
  (await sql<{ id: number }>`select id from things order by id`.execute(db)).rows.map((row) => row.id)

let acquired = 0
pool.on('acquire', () => (acquired += 1))
afterAll(() => pool.removeAllListeners('acquire'))

test('two statements are one transaction, and the second sees what the first has done', async () => {
  const told = vi.fn<() => void>()
  onCommit(db, told)
  const [made, seen] = await inOneGo(
    database,
    sql<{
      id: number
      txid: string
    }>`insert into things (id) values (${1}), (${2}) returning id, pg_current_xact_id()::text as txid`,
    sql<{
      n: number
      txid: string
    }>`select count(*)::int as n, pg_current_xact_id()::text as txid from things`,
  )
  expect(made.map(({ id }) => id)).toEqual([1, 2])
  expect(seen).toEqual([{ n: 2, txid: made[0]?.txid }])
  expect(told).toHaveBeenCalledTimes(1)
})

test('the second sees what others have committed while the first waited for them', async () => {
  const wait = sql`select from things where id = 1 for update`
  const count = sql<{ owner: string }>`select owner from things where id = 1`
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
  const { promise: isHeld, resolve: held } = Promise.withResolvers<void>()
  const other = inTransaction(db, async (tx) => {
    await sql`update things set owner = 'other' where id = 1`.execute(tx)
    held()
    await mayEnd
  })
  await isHeld
  const ours = inOneGo(database, wait, count)
  await waitedFor(db)
  end()
  await other
  expect((await ours)[1]).toEqual([{ owner: 'other' }])
})

test('what is set for the transaction lasts to its end and no longer', async () => {
  const setting = sql<{ said: string | null }>`select nullif(current_setting('test.word', true), '') as said`
  const [, during] = await inOneGo(database, sql`select set_config('test.word', 'here', true)`, setting)
  expect(during).toEqual([{ said: 'here' }])
  expect((await setting.execute(db)).rows).toEqual([{ said: null }])
})

test('when one fails nothing of them stays, and the next ones work', async () => {
  const add = (id: number) => sql`insert into things (id) values (${id})`
  await expect(inOneGo(database, add(3), add(1))).rejects.toMatchObject({ code: '23505' })
  await expect(inOneGo(database, add(1), add(3))).rejects.toMatchObject({ code: '23505' })
  await expect(inOneGo(database, sql`select nothing`, add(3))).rejects.toMatchObject({ code: '42703' })
  expect(await ids()).toEqual([1, 2])
  await Promise.all([3, 5, 7].map((id) => inOneGo(database, add(id), add(id + 1))))
  expect(await ids()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('a value that cannot be sent is an error, and nothing of the statements arrives', async () => {
  const bad = {
    toPostgres: () => {
      throw new Error('no such value')
    },
  }
  await expect(inOneGo(database, sql`delete from things`, sql`select ${bad}::text`)).rejects.toThrow()
  expect((await ids()).length).toBe(8)
})

test('a connection that breaks is an error, and the next has another one', async () => {
  const die = sql`select pg_terminate_backend(pg_backend_pid())`
  await expect(inOneGo(database, sql`delete from things`, die)).rejects.toThrow()
  expect((await ids()).length).toBe(8)
})

test('reads asked at the same time share a round trip; each has its own rows', async () => {
  const reads = gatherReads(pool)
  const one = (id: number) => sql<{ id: number }>`select id from things where id = ${id}`.execute(reads)
  const before = acquired
  const asked = [
    one(1),
    one(2),
    sql<{ n: number }>`select count(*)::int as n from things`.execute(reads),
    one(99),
  ]
  expect((await Promise.all(asked)).map(({ rows }) => rows)).toEqual([
    [{ id: 1 }],
    [{ id: 2 }],
    [{ n: 8 }],
    [],
  ])
  expect(acquired - before).toBe(1)
  expect((await one(3)).rows).toEqual([{ id: 3 }])
})

test('reads of which one fails all fail, and later ones do not', async () => {
  const reads = gatherReads(pool)
  const good = () => sql`select 1 as n`.execute(reads)
  const settled = await Promise.allSettled([good(), sql`select nothing`.execute(reads), good()])
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect((await good()).rows).toEqual([{ n: 1 }])
})
