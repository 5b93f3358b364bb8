import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, expect, test, vi } from 'vitest'
import { startChangeTail } from './change-tail.ts'
import { createDatabase, sendTogether } from './db.ts'
import { isDatabaseAway } from './errors.ts'
import { patiently } from './lean-client.ts'
import { createLog } from './log.ts'
import { createTestDatabase } from './test-database.ts'
import { startTestLine } from './test-line.ts'

const { db, connectionString } = await createTestDatabase()
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

test('one who thinks for long between two questions keeps his connection', async () => {
  const pids = await impatient.db.transaction().execute(async (tx) => {
    const first = await sql`select pg_backend_pid() as pid`.execute(tx)
    await pause(longestAnswerMs * 2)
    const second = await sql`select pg_backend_pid() as pid`.execute(tx)
    return [...first.rows, ...second.rows]
  })
  expect(pids[0]).toEqual(pids[1])
})

test('what may take as long as it takes is waited for', async () => {
  const client = await impatient.pool.connect()
  const sleep = () => client.query('select pg_sleep($1)', [(longestAnswerMs / 1000) * 3])
  expect((await patiently(client, sleep)).rowCount).toBe(1)
  await expect(sleep()).rejects.toSatisfy(isDatabaseAway)
  client.release(true)
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
