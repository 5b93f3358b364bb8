import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { currentCursor, hasSeen, pruneChanges, readChanges, type Cursor } from './changes.ts'
import type { Read } from './db.ts'
import { createTestDatabase } from './test-database.ts'

const { db } = await createTestDatabase()

const writers = 8
const changesEach = 150
const account = 77

/** A writer as the product has them: several changes a transaction, delays between statements, stragglers, rollbacks. */
async function write(name: number, committed: Set<string>): Promise<void> {
  for (let turn = 0; turn < changesEach / 3; turn += 1) {
    const marks = [0, 1, 2].map((index) => `${name}-${turn}-${index}`)
    const isFailing = Math.random() < 0.15
    const work = db.transaction().execute(async (tx) => {
      for (const mark of marks) {
        await sql`insert into changes (account_id, topic, patch) values (${account}, 'typing', ${JSON.stringify({ mark })}::jsonb)`.execute(
          tx,
        )
        await pause(Math.random() < 0.05 ? 60 : Math.random() * 6)
      }
      if (isFailing) throw new Error('rolled back')
    })
    const isDone = await work.then(
      () => true,
      () => false,
    )
    if (isDone) for (const mark of marks) committed.add(mark)
  }
}

/** A reader who follows by his cursor, loses his connection now and then, and comes back with the cursor of his last frame. */
async function follow(from: string, isOver: () => boolean, accountId: number | undefined): Promise<string[]> {
  const seen: string[] = []
  let cursor = from
  for (;;) {
    const wasOver = isOver()
    const read = await readChanges(db, cursor, accountId === undefined ? {} : { accountId })
    expect(read.isTooOld).toBe(false)
    // A frame that is lost on the way: nothing was handled, so the old cursor counts.
    if (Math.random() < 0.2 && !wasOver) {
      await pause(Math.random() * 20)
      continue
    }
    seen.push(...read.changes.map((change) => String(change.patch?.['mark'])))
    cursor = read.cursor
    if (wasOver) return seen
    await pause(Math.random() * 5)
  }
}

test('eight writers with delays, stragglers and rollbacks: readers that drop and resume miss nothing and get nothing twice', async () => {
  const committed = new Set<string>()
  let isOver = false
  const start = await currentCursor(db)
  const readers = [undefined, undefined, account, account].map((accountId) =>
    follow(start, () => isOver, accountId),
  )
  await Promise.all(Array.from({ length: writers }, (_one, name) => write(name, committed)))
  isOver = true
  for (const seen of await Promise.all(readers)) {
    expect(new Set(seen).size).toBe(seen.length)
    expect(new Set(seen)).toEqual(committed)
  }
  expect(committed.size).toBeGreaterThan(changesEach)
})

test('a lower id that commits later is still new to a reader who has seen the higher one', async () => {
  let finishSlow = (): void => {}
  const isSlowWritten = Promise.withResolvers<void>()
  const slow = db.transaction().execute(async (tx) => {
    await sql`insert into changes (account_id, topic, patch) values (1, 'typing', '{"mark": "slow"}')`.execute(
      tx,
    )
    isSlowWritten.resolve()
    await new Promise<void>((resolve) => (finishSlow = resolve))
  })
  await isSlowWritten.promise
  const before = await currentCursor(db)
  await sql`insert into changes (account_id, topic, patch) values (1, 'typing', '{"mark": "quick"}')`.execute(
    db,
  )
  const first = await readChanges(db, before, { accountId: 1 })
  expect(first.changes.map((change) => change.patch)).toEqual([{ mark: 'quick' }])
  finishSlow()
  await slow
  const second = await readChanges(db, first.cursor, { accountId: 1 })
  expect(second.changes.map((change) => change.patch)).toEqual([{ mark: 'slow' }])
  const [late] = second.changes
  expect(hasSeen(first.cursor, late?.txid ?? '0')).toBe(false)
  expect(hasSeen(second.cursor, late?.txid ?? '0')).toBe(true)
})

test('a reader that writes reads what it wrote after it had looked, whoever committed meanwhile', async () => {
  const tell = (read: Read, mark: string): Promise<unknown> =>
    sql`insert into changes (account_id, topic, patch) values (2, 'typing', ${JSON.stringify({ mark })}::jsonb)`.execute(
      read,
    )
  const start = await currentCursor(db)
  const [looked, begun] = await db.transaction().execute(async (tx) => {
    // As a consumer that holds its place: from here on its transaction has a number, and others get later ones.
    await sql`select from installation for update`.execute(tx)
    await tell(db, 'of another')
    const read = await readChanges(tx, start, { accountId: 2 })
    const now = await currentCursor(tx)
    await tell(tx, 'own')
    return [read, now]
  })
  const marks = async (cursor: Cursor): Promise<unknown[]> =>
    (await readChanges(db, cursor, { accountId: 2 })).changes.map(({ patch }) => patch?.['mark'])
  expect(looked.changes.map(({ patch }) => patch?.['mark'])).toEqual(['of another'])
  expect(await marks(looked.cursor)).toEqual(['own'])
  expect(await marks(begun)).toEqual(['own'])
})

test('more changes than a reader wants are not sent in part: he loads anew', async () => {
  const cursor = await currentCursor(db)
  await sql`insert into changes (account_id, topic) select 1, 'typing' from generate_series(1, 30)`.execute(
    db,
  )
  expect((await readChanges(db, cursor, { most: 30 })).changes).toHaveLength(30)
  expect(await readChanges(db, cursor, { most: 29 })).toMatchObject({ isTooOld: true, changes: [] })
})

test('a cursor of another database, a broken one and one whose rows were pruned are told to load anew', async () => {
  const cursor = await currentCursor(db)
  await sql`insert into changes (account_id, topic) values (1, 'typing')`.execute(db)
  const foreign = `00000000-0000-4000-8000-000000000000.${cursor.split('.')[1]}`
  expect(await readChanges(db, foreign)).toMatchObject({ isTooOld: true, changes: [] })
  expect(await readChanges(db, "1'; drop table changes")).toMatchObject({ isTooOld: true, changes: [] })
  expect((await readChanges(db, cursor)).isTooOld).toBe(false)
  await pruneChanges(db, new Date(Date.now() + 1000))
  expect((await readChanges(db, cursor)).isTooOld).toBe(true)
  // Other test files share the cluster: a transaction of theirs that was running meanwhile has to end first.
  await vi.waitFor(
    async () => expect((await readChanges(db, await currentCursor(db))).isTooOld).toBe(false),
    20_000,
  )
})
