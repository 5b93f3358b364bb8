import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startChangeTail } from './change-tail.ts'
import { createDatabase, sendTogether, type Database, type Tx } from './db.ts'
import { isDatabaseAway } from './errors.ts'
import { patiently } from './lean-client.ts'
import { createLog } from './log.ts'
import { createTestDatabase } from './test-database.ts'
import { waitedFor } from './test-locks.ts'
import { startTestLine } from './test-line.ts'

const { db, pool, connectionString } = await createTestDatabase()
const line = await startTestLine(connectionString)
const longestAnswerMs = 400
const impatient = createDatabase({ connectionString: line.connectionString, max: 2, longestAnswerMs })
afterAll(() => impatient.close())

test('whoever waits for an answer that never comes is told that the database is away, and the next one gets his', async () => {
  const ways = [
    () => sql`select 1`.execute(impatient.db),
    () => impatient.db.transaction().execute((tx) => sql`select 1`.execute(tx)),
    () => sendTogether(impatient.pool, [sql`select 1`.compile(db), sql`select 2`.compile(db)]),
  ]
  for (const ask of ways) {
    await sql`select 1`.execute(impatient.db)
    line.hold()
    await expect(ask()).rejects.toSatisfy(isDatabaseAway)
    expect((await sql`select 1 as one`.execute(impatient.db)).rows).toEqual([{ one: 1 }])
  }
})

describe('by a clock that the test turns', () => {
  let clocked: Database
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    clocked = createDatabase({ connectionString, max: 1, longestAnswerMs })
  })
  afterEach(async () => {
    await clocked.close()
    vi.useRealTimers()
  })
  const turn = (): unknown => vi.advanceTimersByTime(longestAnswerMs * 3)

  /** Asks for what the test holds, until somebody waits for it. @returns the answer that is awaited, and how to let it come. */
  async function ask(
    client: pg.PoolClient,
  ): Promise<{ asked: Promise<unknown>; answer(): Promise<unknown> }> {
    const holder = await pool.connect()
    await holder.query('select pg_advisory_lock(1)')
    const asked = client.query('select pg_advisory_lock_shared(1), pg_advisory_unlock_all()')
    asked.catch(() => {})
    await waitedFor(db)
    const answer = async (): Promise<unknown> => {
      await holder.query('select pg_advisory_unlock_all()')
      return holder.release()
    }
    return { asked, answer }
  }

  test('one who thinks for long between two questions keeps his connection', async () => {
    const pids = await clocked.db.transaction().execute(async (tx) => {
      const first = await sql`select pg_backend_pid() as pid`.execute(tx)
      turn()
      const second = await sql`select pg_backend_pid() as pid`.execute(tx)
      return [...first.rows, ...second.rows]
    })
    expect(pids[0]).toEqual(pids[1])
  })

  test('what may take as long as it takes is waited for, and nothing else', async () => {
    const client = await clocked.pool.connect()
    const slow = await patiently(client, async () => {
      const { asked, answer } = await ask(client)
      turn()
      await answer()
      return asked
    })
    expect(slow).toMatchObject({ rowCount: 1 })
    const { asked, answer } = await ask(client)
    turn()
    await expect(asked).rejects.toSatisfy(isDatabaseAway)
    await answer()
    client.release(true)
  })
})

describe('a transaction begins with its first statement', () => {
  const sent = vi.spyOn(pg.Client.prototype, 'query')
  beforeEach(() => {
    sent.mockClear()
  })
  afterAll(() => sent.mockRestore())

  test('in one round trip, and one of which nothing is asked makes none', async () => {
    await db.transaction().execute(async () => {})
    expect(sent).toHaveBeenCalledTimes(0)
    const rows = await db.transaction().execute(async (tx) => {
      await sql`create temporary table kept (id int) on commit drop`.execute(tx)
      await sql`insert into kept values (1)`.execute(tx)
      return (await sql`select * from kept`.execute(tx)).rows
    })
    expect(rows).toEqual([{ id: 1 }])
    expect(sent).toHaveBeenCalledTimes(4)
  })

  test('one that fails at it is over, its error is told, and the connection goes on with the same statements', async () => {
    const one = createDatabase({ connectionString, max: 1 })
    const divide = (by: number) => (tx: Tx) => sql<{ n: number }>`select 6 / ${by}::int as n`.execute(tx)
    const unknown = (tx: Tx) => sql`select nothing`.execute(tx)
    for (const work of [divide(0), unknown, divide(0), unknown])
      await expect(one.db.transaction().execute(work)).rejects.toMatchObject({
        code: expect.stringMatching(/^(22012|42703)$/),
      })
    const { rows } = await one.db.transaction().execute(divide(3))
    expect(rows).toEqual([{ n: 2 }])
    expect((await sql`select pg_current_xact_id_if_assigned() as id`.execute(one.db)).rows).toEqual([
      { id: null },
    ])
    await one.close()
  })

  test('a value that cannot be sent, and a connection that breaks, are told of as what they are', async () => {
    const bad = {
      toPostgres: () => {
        throw new Error('no such value')
      },
    }
    const lose = (tx: Tx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
    await expect(db.transaction().execute((tx) => sql`select ${bad}::text`.execute(tx))).rejects.toThrow(
      'no such value',
    )
    await expect(db.transaction().execute(lose)).rejects.toSatisfy(isDatabaseAway)
    const afterOne = db.transaction().execute(async (tx) => {
      await sql`select 1`.execute(tx)
      await lose(tx)
    })
    await expect(afterOne).rejects.toMatchObject({ code: '57P01' })
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  })

  test('also with several statements in one text, and with one that takes its answer itself', async () => {
    const client = await pool.connect()
    await client.query('create temporary table said (id int)')
    await client.query('begin')
    await client.query('insert into said values (1); insert into said values (2)')
    await client.query('rollback')
    await client.query('begin')
    const { promise: isDone, resolve: done } = Promise.withResolvers<unknown>()
    client.query('insert into said values (3)', (_error: unknown, result: unknown) => done(result))
    await isDone
    await client.query('rollback')
    expect((await client.query('select * from said')).rows).toEqual([])
    await client.query('drop table said')
    client.release()
  })
})

test('live updates go on although the answer to one look never came', async () => {
  const heard = vi.fn<(topics: (string | undefined)[] | undefined) => void>()
  const tail = await startChangeTail({
    db: impatient.db,
    log: createLog({ level: 'silent' }),
    startWakeup: async () => ({ notify: () => {}, close: async () => {} }),
  })
  tail.subscribe((changes) => heard(changes?.map(({ topic }) => topic)))
  line.hold()
  tail.wake()
  await sql`insert into changes (account_id, topic) values (1, 'typing')`.execute(db)
  await vi.waitFor(() => expect(heard.mock.calls).toEqual([[['typing']]]), 60_000)
  await tail.close()
})
