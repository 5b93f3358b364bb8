import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { systemClock } from '#lib/clock'
import { createDatabase, type Db } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import { expectExact, openCrm, type TestCrm } from '../deals/test-crm.ts'
import { messageOf, personOf } from '../intake/test-account.ts'
import { jobs, routes } from './index.ts'
import { addWaiting, leftOf, shownOne, start } from './test-bulk.ts'

const conversations = 10_000
/** Every so many-th client writes while his conversation may be closed. */
const everyNth = 40

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const log = createLog({ level: 'silent' })
const open = await openCrm(database, () => routes({ db, clock: systemClock }))
const jobsOf = (on: Db): ReturnType<typeof jobs> => jobs({ db: on, clock: systemClock, log })

let crm: TestCrm
beforeAll(async () => {
  crm = await open()
  await addWaiting(database, crm, conversations)
})

/** Clients write one after another, from the first conversation to the last. */
async function writeWhileClosing(): Promise<number> {
  let written = 0
  for (let i = everyNth; i <= conversations; i += everyNth) {
    await crm.take(messageOf(personOf(`w${i}`, `Клиент ${i}`), 'А ещё?'))
    written += 1
  }
  return written
}

/** Holds a conversation of the action until the node that comes to it is gone, as if the process had been killed in the middle. */
async function killInTheMiddle(id: string): Promise<void> {
  const dying = createDatabase({ connectionString: database.connectionString, applicationName: 'dying' })
  const middle = conversations / 4
  const isDead = await db.transaction().execute(async (tx) => {
    await sql`select from conversations where account_id = ${crm.accountId} and number = ${middle} for update`.execute(
      tx,
    )
    const work = jobsOf(dying.db)['bulk-action.go']?.({ accountId: crm.accountId, id })
    const died = Promise.resolve(work).then(
      () => false,
      () => true,
    )
    const kill = sql<{ killed: boolean }>`select pg_terminate_backend(pid) as killed from pg_stat_activity
      where application_name = 'dying' and datname = current_database() and wait_event_type = 'Lock'`
    while ((await kill.execute(db)).rows.length === 0);
    return died
  })
  expect(isDead).toBe(true)
  await dying.close()
}

test('ten thousand are closed while clients write, though a node dies in the middle and two go on: each once, and no word of a client is lost', async () => {
  const { id } = await start(crm, { kind: 'close' }, { filter: {} })
  await killInTheMiddle(id)
  const half = await shownOne(crm, id)
  expect(half).toMatchObject({ state: 'running', total: conversations, skipped: 0 })
  expect(half?.done).toBeGreaterThan(0)
  expect(half?.done).toBeLessThan(conversations / 4)

  const second = createDatabase({ connectionString: database.connectionString })
  const go = { accountId: crm.accountId, id }
  const [written] = await Promise.all([
    writeWhileClosing(),
    jobsOf(db)['bulk-action.go']?.(go),
    jobsOf(second.db)['bulk-action.go']?.(go),
  ])
  await second.close()
  await drainJobs(pool, jobsOf(db))

  const ended = await shownOne(crm, id)
  expect(ended).toMatchObject({ state: 'done', total: conversations, failed: 0 })
  const { done = 0, skipped = 0 } = ended ?? {}
  expect(done + skipped).toBe(conversations)
  const { rows } = await sql<{
    closures: number
    events: number
    closed: number
    lost: number
    answered: number
  }>`
    select
      (select count(*)::int from closures where account_id = ${crm.accountId}) as closures,
      (select count(distinct number)::int from events where account_id = ${crm.accountId} and type = 'conversation.closed'
        and actor_kind = 'user' and road = 'hand') as events,
      (select count(*)::int from conversations where account_id = ${crm.accountId} and closed_at is not null) as closed,
      (select count(*)::int from messages m join conversations v on v.account_id = m.account_id and v.number = m.number
        where m.account_id = ${crm.accountId} and m.body = 'А ещё?' and (v.closed_at is not null or v.read_at is not null)) as lost,
      (select count(*)::int from messages m where m.account_id = ${crm.accountId} and m.body = 'А ещё?') as answered`.execute(
    db,
  )
  expect(rows).toEqual([{ closures: done, events: done, closed: done, lost: 0, answered: written }])
  const left = (await leftOf(crm, id)) as { reason: string }[]
  expect(new Set(left.map(({ reason }) => reason))).toEqual(new Set(skipped === 0 ? [] : ['new_message']))
  await expectExact(database, crm.accountId)
})
