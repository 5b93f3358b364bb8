import { sql } from 'kysely'
import { z } from 'zod'
import { findViewer, type Viewer } from '#features/access'
import { inTransaction, type Tx } from '#lib/db'
import { lockAnyImport, updateImport, type StoredImport } from '../import-queries.ts'
import type { ImportsDeps } from '../imports-deps.ts'
import { isMadeBefore, ownUntil } from './own-changes.ts'
import { putBack } from './put-back.ts'
import { StoppedImport } from './stopped-import.ts'
import { takeBack } from './take-back.ts'
import { changedRow, madeRow, type Kept } from './undo-shapes.ts'

type DoneRow = { row: number; at: Date; made: unknown; changes: unknown }

/** Takes back so many rows, the last first. @returns whether there may be more. */
export async function undoRows(
  { db, clock }: ImportsDeps,
  found: StoredImport,
  limit: number,
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const locked = await lockAnyImport(tx, found.accountId, found.id)
    if (locked?.state !== 'undoing' || locked.undoneBy === null) return false
    const viewer = await findViewer(tx, locked.accountId, locked.undoneBy)
    if (!viewer) throw new StoppedImport('author_gone')
    const rows = await findDone(tx, locked, limit)
    const now = clock()
    let leftCount = locked.leftCount
    for (const row of rows) {
      const kept = await undoRow(tx, viewer, locked, row, now)
      await markUndone(tx, locked, row.row, kept)
      leftCount += kept.length
    }
    const isLast = rows.length < limit
    await updateImport(tx, locked, {
      leftCount,
      rowsDone: locked.rowsDone + rows.length,
      ...(isLast && { state: 'undone', undoneAt: now }),
    })
    return !isLast
  })
}

async function findDone(tx: Tx, { accountId, id }: StoredImport, limit: number): Promise<DoneRow[]> {
  const { rows } = await sql<DoneRow>`select row, at, made, changes from import_rows
    where account_id = ${accountId} and import_id = ${id} and undo is null and outcome in ('new', 'changed')
    order by row desc limit ${limit}`.execute(tx)
  return rows
}

/** Values go back first, so that nobody is any more in what was made for him; then what was made last goes first. */
async function undoRow(
  tx: Tx,
  viewer: Viewer,
  found: StoredImport,
  { row, made, changes, at }: DoneRow,
  now: Date,
): Promise<Kept[]> {
  const kept: Kept[] = []
  for (const one of z.array(changedRow).parse(changes).toReversed()) {
    if (await isMadeBefore(tx, found, row, one)) continue
    const why = await putBack(tx, viewer, one, now)
    if (why !== null) kept.push({ kind: one.kind, id: one.id, why })
  }
  for (const one of z.array(madeRow).parse(made).toReversed()) {
    let why = await takeBack(tx, viewer, one, { madeAt: at, now })
    if (why === 'changed') {
      const madeAt = await ownUntil(tx, found, { row, at }, one)
      if (madeAt > at) why = await takeBack(tx, viewer, one, { madeAt, now })
    }
    if (why !== null) kept.push({ ...one, why })
  }
  return kept
}

async function markUndone(tx: Tx, { accountId, id }: StoredImport, row: number, kept: Kept[]): Promise<void> {
  await sql`update import_rows set undo = ${kept.length === 0 ? 'undone' : 'left'}, kept = ${JSON.stringify(kept)}::jsonb
    where account_id = ${accountId} and import_id = ${id} and row = ${row}`.execute(tx)
}
