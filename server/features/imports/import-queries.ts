import { sql } from 'kysely'
import { z } from 'zod'
import {
  importView,
  undoDays,
  type FileProblem,
  type ImportCounts,
  type ImportKind,
  type ImportState,
  type ImportView,
  type MatchWay,
} from '#contract/imports'
import type { Viewer } from '#features/access'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import type { Column } from './read/guess-columns.ts'

/** An import as it is kept. */
export type StoredImport = {
  accountId: number
  id: number
  kind: ImportKind
  fileId: string
  fileName: string
  format: ImportView['format']
  columns: Column[]
  onMatch: MatchWay
  state: ImportState
  problem: { code: FileProblem; line: number | null } | null
  rowsTotal: number | null
  rowsDone: number
  counts: ImportCounts
  leftCount: number
  createdBy: number
  createdAt: Date
  endedAt: Date | null
  undoneBy: number | null
  undoneAt: Date | null
}

const columns = sql`i.account_id as "accountId", i.id, i.kind, i.file_id as "fileId", i.file_name as "fileName", i.format, i.columns,
  i.on_match as "onMatch", i.state, i.problem, i.rows_total as "rowsTotal", i.rows_done as "rowsDone", i.counts,
  i.left_count as "leftCount", i.created_by as "createdBy", i.created_at as "createdAt", i.ended_at as "endedAt",
  i.undone_by as "undoneBy", i.undone_at as "undoneAt"`

/** Of what is JSON in a row, the shape is the one we wrote. */
const kept = importView.pick({ format: true, counts: true, problem: true })

function read(row: StoredImport): StoredImport {
  return { ...row, ...kept.parse(row), columns: z.array(importView.shape.columns.element).parse(row.columns) }
}

export async function findImport(db: Read, accountId: number, id: number): Promise<StoredImport | null> {
  const { rows } = await sql<StoredImport>`select ${columns} from imports i
    where i.account_id = ${accountId} and i.id = ${id}`.execute(db)
  return rows[0] ? read(rows[0]) : null
}

/** One that the viewer may see and go on with: his own, or any when he may change settings. Throws `import.not_found`. */
export async function lockImport(tx: Tx, viewer: Viewer, id: number): Promise<StoredImport> {
  const found = await lockAnyImport(tx, viewer.accountId, id)
  if (!found || !isSeen(viewer, found)) throw new AppError('import.not_found')
  return found
}

export async function lockAnyImport(tx: Tx, accountId: number, id: number): Promise<StoredImport | null> {
  const { rows } = await sql<StoredImport>`select ${columns} from imports i
    where i.account_id = ${accountId} and i.id = ${id} for update`.execute(tx)
  return rows[0] ? read(rows[0]) : null
}

export function isSeen(viewer: Viewer, { createdBy }: Pick<StoredImport, 'createdBy'>): boolean {
  return createdBy === viewer.userId || viewer.mayChangeSettings
}

const dayMs = 24 * 60 * 60 * 1000

/** What a run has done can be taken back for a while. */
export function canUndo({ state, endedAt }: Pick<StoredImport, 'state' | 'endedAt'>, now: Date): boolean {
  const isOver = state === 'done' || state === 'cancelled'
  return isOver && endedAt !== null && now.getTime() - endedAt.getTime() < undoDays * dayMs
}

type Patch = Partial<
  Pick<
    StoredImport,
    | 'state'
    | 'problem'
    | 'rowsTotal'
    | 'rowsDone'
    | 'counts'
    | 'leftCount'
    | 'endedAt'
    | 'undoneBy'
    | 'undoneAt'
    | 'format'
    | 'columns'
    | 'onMatch'
  >
>

/** Changes a locked import and tells those who look at it. @returns it as it is now. */
export async function updateImport(tx: Tx, before: StoredImport, patch: Patch): Promise<StoredImport> {
  const now = { ...before, ...patch }
  await tx
    .updateTable('imports')
    .set({
      state: now.state,
      problem: now.problem === null ? null : JSON.stringify(now.problem),
      rows_total: now.rowsTotal,
      rows_done: now.rowsDone,
      counts: JSON.stringify(now.counts),
      left_count: now.leftCount,
      ended_at: now.endedAt,
      undone_by: now.undoneBy,
      undone_at: now.undoneAt,
      format: JSON.stringify(now.format),
      columns: JSON.stringify(now.columns),
      on_match: now.onMatch,
    })
    .where('account_id', '=', before.accountId)
    .where('id', '=', before.id)
    .execute()
  await tellImport(tx, before)
  return now
}

async function tellImport(
  tx: Tx,
  { accountId, createdBy }: Pick<StoredImport, 'accountId' | 'createdBy'>,
): Promise<void> {
  await change(tx, { accountId, topic: 'imports', userId: createdBy })
}

export const noCounts: ImportCounts = { new: 0, changed: 0, skipped: 0, wrong: 0 }
