import { sql } from 'kysely'
import { afterEach, expect, test, vi } from 'vitest'
import { currentCursor, pruneChanges, readChanges, readPortion } from './changes.ts'
import { createLog } from './log.ts'
import { startReactions, type ReactionRunner } from './reactions.ts'
import { settleRestoredCopy } from './restored-copy.ts'
import { createTestDatabase } from './test-database.ts'

const { db } = await createTestDatabase()
const log = createLog({ level: 'silent' })
const heard: unknown[] = []
const lost = vi.fn<() => Promise<void>>()
const runners: ReactionRunner[] = []

/** Starts a consumer anew, as after a start of the product. */
async function start(name: string): Promise<ReactionRunner> {
  const runner = startReactions({
    name,
    db,
    tail: null,
    log,
    reactions: [
      {
        'task.changed': async (_tx, changes) => {
          heard.push(...changes.map(({ patch }) => patch?.['mark']))
        },
      },
    ],
    ...(name === 'reactions' ? {} : { onLost: lost }),
  })
  runners.push(runner)
  await runner.drain()
  return runner
}
afterEach(async () => {
  await stop()
  heard.length = 0
  lost.mockClear()
})
async function stop(): Promise<void> {
  await Promise.all(runners.splice(0).map((runner) => runner.close()))
}

const tell = (mark: string): Promise<unknown> =>
  sql`insert into changes (account_id, topic, patch) values (1, 'task.changed', ${JSON.stringify({ mark })}::jsonb)`.execute(
    db,
  )

/** What is left of a log after two days. */
async function prune(): Promise<void> {
  await tell('of long ago')
  await pruneChanges(db, new Date(Date.now() + 1000))
}

/** As the dump of a cluster that has seen many more transactions. */
async function putBack(): Promise<void> {
  const ahead = 50_000_000
  const later = (snapshot: string): string => snapshot.replaceAll(/\d+/g, (id) => String(Number(id) + ahead))
  await sql`update changes set txid = (txid::text::bigint + ${ahead})::text::xid8`.execute(db)
  await sql`update installation set pruned_to = (pruned_to::text::bigint + ${ahead})::text::xid8`.execute(db)
  const { rows } = await sql<{ name: string; cursor: string }>`select name, cursor from consumers`.execute(db)
  for (const { name, cursor } of rows) {
    const [epoch = '', snapshot = ''] = cursor.split('.')
    await sql`update consumers set cursor = ${`${epoch}.${later(snapshot)}`} where name = ${name}`.execute(db)
  }
}

test('the database as it was is no copy', async () => {
  await start('reactions')
  await tell('seen')
  await prune()
  await tell('unseen')
  expect(await settleRestoredCopy(db)).toBe(false)
})

test('a copy in another cluster reacts once to what nobody had reacted to, and then to what is new', async () => {
  for (const name of ['reactions', 'search']) await start(name)
  await prune()
  await tell('done before the backup')
  for (const runner of runners) await runner.drain()
  await stop()
  await tell('undone at the backup')
  heard.length = 0
  lost.mockClear()
  const before = await currentCursor(db)
  await putBack()

  const settled = await Promise.all([settleRestoredCopy(db), settleRestoredCopy(db)])
  expect(settled.toSorted()).toEqual([false, true])
  expect(await settleRestoredCopy(db)).toBe(false)
  expect(await readChanges(db, before, { most: 1000 })).toMatchObject({ isTooOld: true })
  const cursor = await currentCursor(db)
  const runner = await start('reactions')
  expect(heard).toEqual(['undone at the backup'])
  for (const mark of ['new', 'newer']) {
    await tell(mark)
    await runner.drain()
  }
  expect(heard).toEqual(['undone at the backup', 'new', 'newer'])
  expect(await readChanges(db, cursor, { most: 1000 })).toMatchObject({ isTooOld: false, changes: [{}, {}] })
  expect(lost).not.toHaveBeenCalled()
  await start('search')
  expect(lost).toHaveBeenCalledTimes(1)
  expect(await settleRestoredCopy(db)).toBe(false)
})

test('a copy of one that was in the middle of a great change goes on behind what was done of it', async () => {
  await start('reactions')
  await stop()
  const { rows } = await sql<{
    cursor: string
  }>`select cursor from consumers where name = 'reactions'`.execute(db)
  await sql`insert into changes (account_id, topic, patch)
    select 1, 'task.changed', jsonb_build_object('mark', n) from generate_series(1, 9) n`.execute(db)
  const done = await readPortion(db, rows[0]?.cursor ?? '', { topics: ['task.changed'], most: 5 })
  expect(done.changes).toHaveLength(5)
  await sql`update consumers set cursor = ${done.cursor} where name = 'reactions'`.execute(db)
  await tell('later')
  await sql`update installation set epoch = gen_random_uuid()`.execute(db)
  expect(await settleRestoredCopy(db)).toBe(true)
  await start('reactions')
  expect(heard).toEqual([6, 7, 8, 9, 'later'])
})

test('a copy that was given a new epoch by hand loses nothing of what nobody had reacted to', async () => {
  await start('reactions')
  await stop()
  await tell('undone')
  heard.length = 0
  await sql`update installation set epoch = gen_random_uuid()`.execute(db)
  expect(await settleRestoredCopy(db)).toBe(true)
  await start('reactions')
  expect(heard).toEqual(['undone'])
})
