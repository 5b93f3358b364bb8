import { sql } from 'kysely'
import { findViewer, type Viewer } from '#features/access'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { lockAnyImport, type StoredImport } from '../import-queries.ts'
import type { ImportsDeps } from '../imports-deps.ts'
import type { Known } from '../read/known.ts'
import type { RowWish } from '../read/row-wish.ts'
import type { Outcome } from '../write/outcome.ts'
import { writeRow } from '../write/write-row.ts'
import { keepRows, moveOn } from './keep-rows.ts'
import { StoppedImport } from './stopped-import.ts'

/** Rows that are done together; `firstRow`: the number of the first of them. */
export type Portion = { found: StoredImport; known: Known; firstRow: number; rows: RowWish[] }

/**
 * Tries rows: all of them are done, in a transaction that is rolled back, so that what the check says is what a run would
 * come to. @returns whether to go on.
 */
export async function checkRows({ db, clock }: ImportsDeps, portion: Portion): Promise<boolean> {
  const { found } = portion
  const viewer = await findViewer(db, found.accountId, found.createdBy)
  if (!viewer) throw new StoppedImport('author_gone')
  const tried = await inRolledBack(db, (tx) => tryRows(tx, viewer, portion, clock()))
  return inTransaction(db, async (tx) => {
    const outcomes = await asAfterEarlierRows(tx, portion, tried)
    const locked = await lockAnyImport(tx, found.accountId, found.id)
    if (!moveOn.isDue(locked, 'checking', portion)) return false
    await keepRows(tx, portion, outcomes, { onlyWrong: true, at: clock() })
    await moveOn.write(tx, locked, portion, outcomes)
    return true
  })
}

async function tryRows(
  tx: Tx,
  viewer: Viewer,
  { found, known, rows }: Portion,
  now: Date,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const row of rows) {
    outcomes.push(await writeRow({ tx, viewer, now }, row, { way: found.onMatch, known }))
  }
  return outcomes
}

/** Runs `work` and leaves nothing of it but its answer. */
async function inRolledBack<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const rolledBack = new Error('Only tried')
  let result: { value: T } | null = null
  try {
    await inTransaction(db, async (tx) => {
      result = { value: await work(tx) }
      throw rolledBack
    })
  } catch (error) {
    if (error !== rolledBack) throw error
  }
  return required(result)
}

function required<T>(result: { value: T } | null): T {
  if (result === null) throw new Error('A trial had no result')
  return result.value
}

/**
 * Rows of earlier portions would be there by now, but were rolled back: a row with a phone or e-mail of one of them would find
 * it. What this portion would make is remembered for the next ones.
 */
async function asAfterEarlierRows(tx: Tx, { found, rows }: Portion, tried: Outcome[]): Promise<Outcome[]> {
  if (found.onMatch === 'new' || found.kind === 'deals') return tried
  const entity = found.kind === 'contacts' ? 'contact' : 'company'
  const valuesOf = (row: RowWish | undefined): string[] => {
    const wish = row?.wishes[entity]
    const points = (wish?.points ?? []).map(({ kind, normal }) => `${kind}:${normal}`)
    return entity === 'company' && wish?.name ? [...points, `name:${wish.name.toLowerCase()}`] : points
  }
  const made = tried.flatMap(({ outcome }, place) =>
    outcome === 'new' ? [{ place, values: valuesOf(rows[place]) }] : [],
  )
  const all = made.flatMap(({ values }) => values)
  const { rows: seen } = await sql<{ value: string }>`select value from import_seen
    where account_id = ${found.accountId} and import_id = ${found.id} and value = any(${all}::text[])`.execute(
    tx,
  )
  const known = new Set(seen.map(({ value }) => value))
  await sql`insert into import_seen (account_id, import_id, value)
    select distinct ${found.accountId}::bigint, ${found.id}::bigint, v from unnest(${all}::text[]) v on conflict do nothing`.execute(
    tx,
  )
  const repeated = new Set(
    made.flatMap(({ place, values }) => (values.some((value) => known.has(value)) ? [place] : [])),
  )
  const outcome = found.onMatch === 'skip' ? 'skipped' : 'changed'
  return tried.map((each, place) => (repeated.has(place) ? { ...each, outcome } : each))
}
