import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#lib/config'
import { openStorage } from '#lib/files/storage'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { expectExact } from '../server/features/deals/test-crm.ts'
import { findWorld, loadWorld, type WorldOptions } from './world.ts'
import { createRandom } from './world/random.ts'
import { planTalks } from './world/schedule.ts'

const database = await createTestDatabase()
const { db, pool, connectionString } = database
await migrateJobs(pool)
const dataDir = await mkdtemp(join(tmpdir(), 'beseda-world-'))
afterAll(() => rm(dataDir, { recursive: true }))
const config = readConfig({ DATA_DIR: dataDir, SECRET_KEY: 'a key for the tests of the world' })
const now = new Date()
const options: WorldOptions = {
  connectionString,
  config,
  storage: await openStorage(config),
  now,
  password: 'long enough for all of them',
}

async function counts(query: string): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ what: string; count: number }>(query)
  return Object.fromEntries(rows.map((row) => [row.what, row.count]))
}

it('a world that cannot be made leaves nothing behind', async () => {
  const wrong = loadWorld({ ...options, password: 'short' })
  await expect(wrong).rejects.toThrow('user.password_too_short')
  expect(await findWorld(db)).toBeNull()
  expect(await counts('select name as what, 1 as count from accounts')).toEqual({})
})

it('the same seed plans the same talks, at the same distances from their end', () => {
  const shifted = new Date(now.getTime() + 1000)
  const plan = (seed: number, end: Date): unknown =>
    planTalks(createRandom(seed), end).map((talk) => [
      talk.client,
      talk.ending,
      talk.topic.deal,
      talk.lines.map((line) => line.text),
    ])
  expect(plan(7, now)).toEqual(plan(7, shifted))
  expect(plan(7, now)).not.toEqual(plan(8, now))
})

describe('the example world', () => {
  let accountId = 0
  beforeAll(async () => {
    accountId = await loadWorld(options)
    // Ten thousand statements: on a machine that is busy with other things they take their time.
  }, 240_000)

  it('has an account of its own, with counters and projections that agree with its rows', async () => {
    expect(await findWorld(db)).toBe(accountId)
    await expectExact(database, accountId)
    const numbers = await pool.query(
      'select count(*)::int, max(number) as max, (select value from account_counters) from conversations',
    )
    expect(numbers.rows).toEqual([{ count: 60, max: 60, value: 60 }])
  })

  it('shows every state a talk and a message can be in', async () => {
    const talks = await counts(`
      select case when closed_at is not null then 'closed' when read_at is null then 'unread'
        when waiting_since is not null then 'unanswered' else 'answered' end as what, count(*)::int from conversations group by 1`)
    expect(Object.keys(talks).toSorted()).toEqual(['answered', 'closed', 'unanswered', 'unread'])
    const states = await counts(
      `select coalesce(state, kind) as what, count(*)::int from messages group by 1`,
    )
    expect(states).toMatchObject({ failed: 1, uncertain: 1, unsupported: expect.any(Number) })
    expect(Object.keys(states)).toEqual(expect.arrayContaining(['read', 'sent', 'text']))
    const files = await counts(`select kind as what, count(*)::int from attachments group by 1`)
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['photo', 'document', 'voice', 'video']))
  })

  it('is finished: nothing waits to be sent, fetched or read, and nothing could not be read', async () => {
    expect(
      await counts(`
        select 'outbox' as what, count(*)::int from outbox union all
        select 'jobs', count(*)::int from graphile_worker.jobs where task_identifier <> 'tell-due-task' union all
        select 'dead letters', count(*)::int from dead_letters union all
        select 'pending files', count(*)::int from attachments where state <> 'ready' union all
        select 'unsettled', count(*)::int from message_parts where state = 'queued'`),
    ).toEqual({ outbox: 0, jobs: 0, 'dead letters': 0, 'pending files': 0, unsettled: 0 })
  })

  it('shows something on every page: companies with people, customers who buy, tasks, notes and words of colleagues', async () => {
    const shown = await counts(`
      select 'companies' as what, count(*)::int from companies union all
      select 'people of companies', count(*)::int from contacts where company_id is not null union all
      select 'deals of companies', count(*)::int from deals where company_id is not null union all
      select 'customers', count(*)::int from customers union all
      select 'purchases', count(*)::int from purchases union all
      select 'tasks', count(*)::int from tasks union all
      select 'notes', count(*)::int from notes union all
      select 'words in cards', count(*)::int from internal_messages m join internal_chats c on c.id = m.chat_id where c.kind = 'card' union all
      select 'words in groups', count(*)::int from internal_messages m join internal_chats c on c.id = m.chat_id where c.kind = 'group'`)
    expect(shown).toEqual({
      companies: 3,
      'people of companies': 6,
      'deals of companies': 3,
      customers: 4,
      purchases: 10,
      tasks: 2,
      notes: 4,
      'words in cards': 2,
      'words in groups': 5,
    })
  })

  it('reaches no messenger: its bot is disconnected and free', async () => {
    const bots = await counts(
      `select kind as what, count(*)::int from channels where disconnected_at is null group by 1`,
    )
    expect(bots).toEqual({ website: 2 })
    expect(await counts(`select kind as what, count(*)::int from channel_owners group by 1`)).toEqual(bots)
  })

  it('lies in the past: no talk, event or contact is later than its moment', async () => {
    const late = await sql<{ late: number }>`
      select (select count(*) from events where at > ${now}) + (select count(*) from messages where received_at > ${now})
        + (select count(*) from contacts where greatest(created_at, updated_at) > ${now})
        + (select count(*) from deals where greatest(created_at, updated_at, stage_since) > ${now})
        + (select count(*) from chats where created_at > ${now}) as late`.execute(db)
    expect(late.rows).toEqual([{ late: 0 }])
    const untold = await counts(`select c.name as what, count(*)::int from channels c
      join channel_health h on h.account_id = c.account_id and h.channel_id = c.id
      join chats t on t.account_id = c.account_id and t.channel_id = c.id
      join messages m on m.account_id = t.account_id and m.chat_id = t.id and m.direction = 'in'
      where h.last_in_at is distinct from (select max(l.received_at) from messages l join chats o on o.account_id = l.account_id
        and o.id = l.chat_id where o.account_id = c.account_id and o.channel_id = c.id and l.direction = 'in') group by 1`)
    expect(untold).toEqual({})
  })
})
