import { mostImportRows } from '#contract/imports'
import { findViewer } from '#features/access'
import { inTransaction } from '#lib/db'
import { readSheet } from '#lib/sheets/read-sheet'
import { SheetError, type SheetRow } from '#lib/sheets/sheet'
import { findImport, type StoredImport } from '../import-queries.ts'
import type { ImportsDeps } from '../imports-deps.ts'
import { addWork } from '../move-import.ts'
import { openSource } from '../open-source.ts'
import { findKnown } from '../read/known.ts'
import { readRow, type ChosenColumn } from '../read/read-row.ts'
import { checkRows, type Portion } from './check-rows.ts'
import { failImport, finishImport } from './finish-import.ts'
import { runRows } from './run-rows.ts'
import { StoppedImport } from './stopped-import.ts'
import { undoRows } from './undo-rows.ts'

/** So many rows are one transaction: short enough for whoever waits for one of their contacts. */
const portionRows = 50
/** So many rows are one job, so that a server that stops waits for little. */
const jobRows = 5000

/** Goes on with an import from where it stands; it may be called again at any time, and twice at once. */
export async function workOnImport(
  deps: ImportsDeps,
  { accountId, importId }: { accountId: number; importId: number },
): Promise<void> {
  const found = await findImport(deps.db, accountId, importId)
  if (!found) return
  try {
    if (found.state === 'undoing') await undoAll(deps, found)
    const isRead = found.state === 'checking' || found.state === 'running'
    if (isRead && (await readOn(deps, found))) await finishImport(deps, found)
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    await failImport(deps, found, problem)
  }
}

/** @returns whether the end of the file was reached. */
async function readOn(deps: ImportsDeps, found: StoredImport): Promise<boolean> {
  const { db, storage } = deps
  const opened = await openSource(deps, found)
  if (!opened) throw new StoppedImport('file_gone')
  const author = await findViewer(db, found.accountId, found.createdBy)
  if (!author) throw new StoppedImport('author_gone')
  const known = await findKnown(db, author)
  const columns = chosenOf(found)
  const width = found.columns.length
  const take = found.state === 'checking' ? checkRows : runRows
  let done = found.rowsDone
  let waiting: SheetRow[] = []

  /** @returns whether to go on. */
  async function flush(): Promise<boolean> {
    if (waiting.length === 0) return true
    const rows = waiting.map((row) => readRow(row, { columns, width, kind: found.kind }, known))
    waiting = []
    const portion: Portion = { found, known, firstRow: done + 1, rows }
    done += rows.length
    return take(deps, portion)
  }
  let place = 0
  let hasHead = false
  for await (const row of readSheet(opened.source, found.format, storage.incomingFolder)) {
    if (!hasHead) {
      hasHead = true
      continue
    }
    place += 1
    if (place > mostImportRows) throw new StoppedImport('too_many_rows')
    if (place <= found.rowsDone) continue
    waiting.push(row)
    if (waiting.length < portionRows) continue
    if (!(await flush())) return false
    if (done - found.rowsDone < jobRows) continue
    await inTransaction(db, (tx) => addWork(tx, found))
    return false
  }
  return flush()
}

function problemOf(error: unknown): StoredImport['problem'] {
  if (error instanceof StoppedImport) return { code: error.code, line: null }
  return error instanceof SheetError ? { code: error.problem, line: error.line } : null
}

function chosenOf({ columns }: StoredImport): ChosenColumn[] {
  return columns.flatMap(({ header, target }, place) => (target === null ? [] : [{ place, header, target }]))
}

async function undoAll(deps: ImportsDeps, found: StoredImport): Promise<void> {
  for (let rows = 0; rows < jobRows; rows += portionRows) {
    if (!(await undoRows(deps, found, portionRows))) return
  }
  await inTransaction(deps.db, (tx) => addWork(tx, found))
}
