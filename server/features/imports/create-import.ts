import {
  importNeeds,
  maxImportBytes,
  mostImportColumns,
  type ImportKind,
  type ImportView,
} from '#contract/imports'
import type { Viewer } from '#features/access'
import { findAttachable } from '#features/files'
import { createOnce, findMade, type Asked } from '#lib/create-once'
import { inTransaction, type Read } from '#lib/db'
import { AppError, idTaken } from '#lib/errors'
import type { FileStorage } from '#lib/files/storage'
import { sniffSheet } from '#lib/sheets/sniff-sheet'
import type { SheetFormat, SheetSource } from '#lib/sheets/sheet'
import { findImport } from './import-queries.ts'
import { toView } from './import-view.ts'
import type { ImportsDeps } from './imports-deps.ts'
import { openSource, orUnreadable, unreadable } from './open-source.ts'
import { findRemembered, guessColumns, listTargets, type Column } from './read/guess-columns.ts'
import { findKnown } from './read/known.ts'
import { preview } from './read/preview.ts'

/**
 * Begins an import of a file that the viewer has uploaded: what it is, and what its columns are taken for. Throws
 * `session.forbidden`, `file.not_found`, `import.unreadable`.
 */
export async function createImport(
  deps: ImportsDeps,
  viewer: Viewer,
  { kind, fileId, requestId }: { kind: ImportKind; fileId: string; requestId?: string | undefined },
): Promise<ImportView> {
  const { db, storage, clock } = deps
  const { accountId } = viewer
  const asked: Asked = { accountId, userId: viewer.userId, kind: 'import', requestId }
  const madeId = await findMade(db, asked)
  if (madeId !== null) return viewOf(deps, viewer, madeId)
  if (!mayImport(viewer, kind)) throw new AppError('session.forbidden')
  const [own] = await findAttachable(db, viewer, [fileId])
  const opened = own && (await openSource(deps, { accountId, fileId }))
  if (!opened) throw new AppError('file.not_found')
  const { source, file } = opened
  if (source.sizeBytes > maxImportBytes) throw unreadable('too_big')
  const format = await orUnreadable(sniffSheet(source))
  const columns = await readColumns({ db, storage }, viewer, { kind, source, format })
  const { id } = await inTransaction(db, (tx) =>
    createOnce(tx, {
      ...asked,
      now: clock(),
      make: () =>
        tx
          .insertInto('imports')
          .values({
            account_id: accountId,
            kind,
            file_id: fileId,
            file_name: file.name,
            format: JSON.stringify(format),
            columns: JSON.stringify(columns),
            on_match: kind === 'deals' || kind === 'customers' ? 'fill' : 'update',
            state: 'draft',
            created_by: viewer.userId,
            created_at: clock(),
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      find: async (importId) => ({ id: importId }),
    }),
  )
  return viewOf(deps, viewer, id)
}

/** One that the viewer has begun, unless it was swept away. */
async function viewOf({ db, clock }: ImportsDeps, viewer: Viewer, id: number): Promise<ImportView> {
  const found = await findImport(db, viewer.accountId, id)
  if (!found) throw idTaken('requestId')
  return toView(db, viewer, found, clock())
}

function mayImport(viewer: Viewer, kind: ImportKind): boolean {
  return viewer.isAdmin || importNeeds[kind].every((entity) => viewer.rights[entity].add !== 'none')
}

/** Throws `import.unreadable`. */
export async function readColumns(
  { db, storage }: { db: Read; storage: FileStorage },
  viewer: Viewer,
  { kind, source, format }: { kind: ImportKind; source: SheetSource; format: SheetFormat },
): Promise<Column[]> {
  const { headers, samples } = await orUnreadable(preview(source, format, storage.incomingFolder))
  if (headers.length > mostImportColumns) throw unreadable('too_many_columns')
  if (samples.every((column) => column.length === 0)) throw unreadable('no_rows')
  const targets = listTargets(kind, await findKnown(db, viewer))
  const remembered = await findRemembered(db, viewer.accountId, kind)
  const chosen = guessColumns(kind, headers, targets, remembered)
  return headers.map((header, place) => ({
    header,
    samples: samples[place] ?? [],
    target: chosen[place] ?? null,
  }))
}
