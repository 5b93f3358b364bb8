import { mayRepeat, type ImportView, type MatchWay } from '#contract/imports'
import type { Viewer } from '#features/access'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { guessSeparatorOf } from '#lib/sheets/sniff-sheet'
import type { SheetEncoding, SheetSeparator } from '#lib/sheets/sheet'
import { readColumns } from './create-import.ts'
import {
  findImport,
  isSeen,
  lockImport,
  noCounts,
  updateImport,
  type StoredImport,
} from './import-queries.ts'
import { toView } from './import-view.ts'
import type { ImportsDeps } from './imports-deps.ts'
import { openSource, unreadable } from './open-source.ts'
import { listTargets, type Column } from './read/guess-columns.ts'
import { findKnown } from './read/known.ts'

type Wish = {
  importId: number
  encoding?: SheetEncoding | undefined
  separator?: SheetSeparator | undefined
  targets?: (string | null)[] | undefined
  onMatch?: MatchWay | undefined
}

/** Chooses how a table is read and what its columns are. Throws `import.not_found`, `import.other_state`, `import.unreadable`. */
export async function changeImport(deps: ImportsDeps, viewer: Viewer, wish: Wish): Promise<ImportView> {
  const { db } = deps
  const before = await findImport(db, viewer.accountId, wish.importId)
  if (!before || !isSeen(viewer, before)) throw new AppError('import.not_found')
  requireChoosing(before)
  const { format, columns } = await readAnew(deps, viewer, before, wish)
  const targets = listTargets(before.kind, await findKnown(db, viewer))
  const chosen = wish.targets ? choose(columns, wish.targets, targets) : columns
  return inTransaction(db, async (tx) => {
    const locked = await lockImport(tx, viewer, wish.importId)
    requireChoosing(locked)
    const changed = await updateImport(tx, locked, {
      format,
      columns: chosen,
      onMatch: wish.onMatch ?? locked.onMatch,
      // What was checked was checked with other choices.
      state: 'draft',
      counts: noCounts,
      rowsDone: 0,
      rowsTotal: null,
      problem: null,
    })
    return toView(tx, viewer, changed, deps.clock())
  })
}

function requireChoosing({ state }: StoredImport): void {
  if (state !== 'draft' && state !== 'checked' && state !== 'failed') throw new AppError('import.other_state')
}

async function readAnew(
  deps: ImportsDeps,
  viewer: Viewer,
  before: StoredImport,
  { encoding, separator }: Wish,
): Promise<Pick<StoredImport, 'format' | 'columns'>> {
  const { format } = before
  if (format.kind === 'xlsx' || (encoding === undefined && separator === undefined)) return before
  const opened = await openSource(deps, before)
  if (!opened) throw unreadable('file_gone')
  const { source } = opened
  const letters = encoding ?? format.encoding
  const fresh = {
    kind: 'csv' as const,
    encoding: letters,
    separator: separator ?? (await guessSeparatorOf(source, letters)),
  }
  return {
    format: fresh,
    columns: await readColumns(deps, viewer, { kind: before.kind, source, format: fresh }),
  }
}

/** Throws `request.invalid` naming the column that is taken for what there is not, or for what another one is taken for. */
function choose(columns: Column[], wished: (string | null)[], targets: { target: string }[]): Column[] {
  const taken = new Set<string>()
  return columns.map((column, place) => {
    const target = wished[place] ?? null
    const isThere = target === null || targets.some((each) => each.target === target)
    if (!isThere) throw badTarget(place, 'invalid_value', 'A column cannot be this')
    if (target !== null && taken.has(target) && !mayRepeat(target)) {
      throw badTarget(place, 'taken', 'Another column is this already')
    }
    if (target !== null) taken.add(target)
    return { ...column, target }
  })
}

function badTarget(place: number, problem: string, message: string): AppError {
  return new AppError('request.invalid', { fields: [{ path: `targets.${place}`, problem, message }] })
}
