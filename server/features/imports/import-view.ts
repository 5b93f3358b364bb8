import { sql } from 'kysely'
import type { ImportRow, ImportView } from '#contract/imports'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { pageRows, placeOf, readPlace } from '#lib/keyset'
import { canUndo, findImport, isSeen, type StoredImport } from './import-queries.ts'
import { listTargets } from './read/guess-columns.ts'
import { findKnown } from './read/known.ts'

/** Throws `import.not_found`. */
export async function getImport(db: Read, viewer: Viewer, id: number, now: Date): Promise<ImportView> {
  const found = await findImport(db, viewer.accountId, id)
  if (!found || !isSeen(viewer, found)) throw new AppError('import.not_found')
  return toView(db, viewer, found, now)
}

export async function toView(db: Read, viewer: Viewer, found: StoredImport, now: Date): Promise<ImportView> {
  const author = await db
    .selectFrom('users')
    .select('name')
    .where('account_id', '=', found.accountId)
    .where('id', '=', found.createdBy)
    .executeTakeFirst()
  const { format, onMatch, columns } = found
  const targets = listTargets(found.kind, await findKnown(db, viewer))
  return { ...toRow({ ...found, authorName: author?.name ?? '' }, now), format, onMatch, columns, targets }
}

type Listed = Omit<StoredImport, 'accountId' | 'fileId' | 'format' | 'columns' | 'onMatch' | 'undoneBy'> & {
  authorName: string
}

function toRow(found: Listed, now: Date): ImportRow {
  return {
    id: found.id,
    kind: found.kind,
    fileName: found.fileName,
    state: found.state,
    problem: found.problem,
    rowsTotal: found.rowsTotal,
    rowsDone: found.rowsDone,
    counts: found.counts,
    leftCount: found.leftCount,
    createdBy: { id: found.createdBy, name: found.authorName },
    createdAt: found.createdAt.toISOString(),
    endedAt: found.endedAt?.toISOString() ?? null,
    undoneAt: found.undoneAt?.toISOString() ?? null,
    canUndo: canUndo(found, now),
  }
}

/** One’s own imports, or all of the account for who may change settings; the last first. */
export async function listImports(
  db: Read,
  viewer: Viewer,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  now: Date,
): Promise<{ items: ImportRow[]; next: string | null }> {
  const place = readPlace(cursor)
  const { rows } = await sql<Listed & { place: string }>`
    select i.id, i.kind, i.file_name as "fileName", i.state, i.problem, i.rows_total as "rowsTotal", i.rows_done as "rowsDone",
      i.counts, i.left_count as "leftCount", i.created_by as "createdBy", u.name as "authorName", i.created_at as "createdAt",
      i.ended_at as "endedAt", i.undone_at as "undoneAt", ${placeOf(sql`i.created_at`, sql`i.id`)} as place
    from imports i join users u on u.account_id = i.account_id and u.id = i.created_by
    where i.account_id = ${viewer.accountId}
      ${viewer.mayChangeSettings ? sql`` : sql`and i.created_by = ${viewer.userId}`}
      ${place ? sql`and (i.created_at, i.id) < (${place.at}, ${place.id}::bigint)` : sql``}
    order by i.created_at desc, i.id desc limit ${pageRows(limit)}`.execute(db)
  const page = rows.slice(0, limit)
  return {
    items: page.map((row) => toRow(row, now)),
    next: rows.length > limit ? (page.at(-1)?.place ?? null) : null,
  }
}
