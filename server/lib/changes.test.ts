import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import {
  currentCursor,
  cursorNow,
  hasSeen,
  pruneChanges,
  readChanges,
  readPortion,
  type Cursor,
} from './changes.ts'
import type { Read } from './db.ts'
import { createTestDatabase } from './test-database.ts'

const { db } = await createTestDatabase()

const writers = 8
const changesEach = 150
const account = 77
/** More than any of these tests writes. */
const most = 10_000

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
    const read = await readChanges(db, cursor, { most, ...(accountId === undefined ? {} : { accountId }) })
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

/** Where a consumer begins. */
async function placeNow(): Promise<Cursor> {
  const { rows } = await sql<{ cursor: Cursor }>`select ${cursorNow} as cursor`.execute(db)
  return rows[0]?.cursor ?? ''
}

/** Who may leave nothing out follows in small portions, and now and then does one again, as after a rollback. */
async function followInPortions(from: string, isOver: () => boolean): Promise<string[]> {
  const seen: string[] = []
  let cursor = from
  for (;;) {
    const wasOver = isOver()
    const read = await readPortion(db, cursor, { topics: ['typing'], most: 7 })
    expect(read.isTooOld).toBe(false)
    expect(read.changes.length).toBeLessThanOrEqual(7)
    if (Math.random() < 0.2) continue
    seen.push(...read.changes.map((change) => String(change.patch?.['mark'])))
    cursor = read.cursor
    if (wasOver && read.changes.length === 0) return seen
    await pause(Math.random() * 40)
  }
}

test('whoever follows in portions misses nothing either, and gets what one writer told in its order', async () => {
  const committed = new Set<string>()
  let isOver = false
  const reader = followInPortions(await placeNow(), () => isOver)
  await Promise.all(Array.from({ length: writers }, (_one, name) => write(name, committed)))
  isOver = true
  const seen = await reader
  expect(new Set(seen).size).toBe(seen.length)
  expect(new Set(seen)).toEqual(committed)
  for (const own of Map.groupBy(seen, (mark) => mark.split('-')[0]).values()) {
    const inTurn = own.map((mark) => mark.split('-').slice(1).map(Number))
    expect(inTurn).toEqual(inTurn.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d))
  }
})

test('portions go by ids: what is known by a lower one comes first, whichever transaction wrote it, and topics of others stay out', async () => {
  const start = await placeNow()
  const tell = (read: Read, topic: string): Promise<unknown> =>
    sql`insert into changes (account_id, topic) values (1, ${topic})`.execute(read)
  await db.transaction().execute(async (late) => {
    // The first to get its number is the last to tell.
    await sql`select pg_current_xact_id()`.execute(late)
    for (const topic of ['a', 'other', 'b']) await tell(db, topic)
    await tell(late, 'c')
  })
  const heard: string[][] = []
  let cursor = start
  for (let count = 0; count < 4; count += 1) {
    const read = await readPortion(db, cursor, { topics: ['a', 'b', 'c', 'd'], most: 2 })
    heard.push(read.changes.map(({ topic }) => topic))
    cursor = read.cursor
    // New, and behind what was on its way.
    if (count === 0) await tell(db, 'd')
  }
  expect(heard).toEqual([['a', 'b'], ['c'], ['d'], []])
  expect(
    hasSeen(cursor, (await readPortion(db, start, { topics: ['d'], most })).changes.at(-1)?.txid ?? ''),
  ).toBe(true)
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
  const first = await readChanges(db, before, { accountId: 1, most })
  expect(first.changes.map((change) => change.patch)).toEqual([{ mark: 'quick' }])
  finishSlow()
  await slow
  const second = await readChanges(db, first.cursor, { accountId: 1, most })
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
    const read = await readChanges(tx, start, { accountId: 2, most })
    const now = await currentCursor(tx)
    await tell(tx, 'own')
    return [read, now]
  })
  const marks = async (cursor: Cursor): Promise<unknown[]> =>
    (await readChanges(db, cursor, { accountId: 2, most })).changes.map(({ patch }) => patch?.['mark'])
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
  expect(await readChanges(db, foreign, { most })).toMatchObject({ isTooOld: true, changes: [] })
  expect(await readChanges(db, "1'; drop table changes", { most })).toMatchObject({
    isTooOld: true,
    changes: [],
  })
  expect((await readChanges(db, cursor, { most })).isTooOld).toBe(false)
  const [epoch, from = ''] = (await placeNow()).split('.')
  const portion = { topics: ['typing'], most }
  const foreignWay = `00000000-0000-4000-8000-000000000000.${from}.${from}.1`
  const { cursor: now, ...lost } = await readPortion(db, foreignWay, portion)
  expect(lost).toEqual({ changes: [], isTooOld: true })
  expect((await readPortion(db, now, portion)).isTooOld).toBe(false)
  expect((await readPortion(db, `${epoch}.${from}.${from}.1`, portion)).isTooOld).toBe(false)
  await pruneChanges(db, new Date(Date.now() + 1000))
  expect((await readChanges(db, cursor, { most })).isTooOld).toBe(true)
  // Other test files share the cluster: a transaction of theirs that was running meanwhile has to end first.
  await vi.waitFor(
    async () => expect((await readChanges(db, await currentCursor(db), { most })).isTooOld).toBe(false),
    20_000,
  )
})
