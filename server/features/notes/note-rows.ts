import { sql, type RawBuilder } from 'kysely'
import type { ActorKind, EntityRef } from '#contract/common'
import type { NoteView } from '#contract/notes'
import type { Viewer } from '#features/access'
import { findFiles, toFileView } from '#features/files'
import type { Read, Tx } from '#lib/db'
import { placeOf } from '#lib/keyset'

export type StoredNote = {
  id: number
  requestId: string
  holder: EntityRef
  text: string
  fileIds: string[]
  author: { kind: ActorKind; id: number | null; name: string | null }
  createdAt: Date
  editedAt: Date | null
  pinnedAt: Date | null
  place: string
}

const columns = sql`n.id, n.request_id as "requestId", jsonb_build_object('kind', n.entity_kind, 'id', n.entity_id) as holder, n.text, n.file_ids as "fileIds",
  jsonb_build_object('kind', n.author_kind, 'id', n.author_id, 'name', u.name) as author, n.created_at as "createdAt",
  n.edited_at as "editedAt", n.pinned_at as "pinnedAt", ${placeOf(sql`n.created_at`, sql`n.id`)} as place`

/** `rest` selects from notes with an `ord` to sort by. */
export async function selectNotes(db: Read, rest: RawBuilder<unknown>): Promise<StoredNote[]> {
  const { rows } = await sql<StoredNote>`select ${columns} from (${rest}) n
    left join users u on u.account_id = n.account_id and n.author_kind = 'user' and u.id = n.author_id order by n.ord`.execute(
    db,
  )
  return rows
}

/** One that is not deleted, under its lock, whoever asks. */
export async function lockNote(tx: Tx, accountId: number, noteId: number): Promise<StoredNote | null> {
  const [row] = await selectNotes(
    tx,
    sql`select n.*, 1 as ord from notes n where n.account_id = ${accountId} and n.id = ${noteId} and n.deleted_at is null
      for no key update`,
  )
  return row ?? null
}

export function mayEdit(viewer: Viewer, { author }: Pick<StoredNote, 'author'>): boolean {
  return viewer.isAdmin || (author.kind === 'user' && author.id === viewer.userId)
}

/** Notes as they are shown to who sees what they stand on; `canPin`: he may edit it. */
export async function toNoteViews(
  db: Read,
  viewer: Viewer,
  rows: readonly StoredNote[],
  canPin: boolean,
): Promise<NoteView[]> {
  const ids = [...new Set(rows.flatMap((row) => row.fileIds))]
  const files = new Map(
    (await findFiles(db, viewer.accountId, ids)).map((file) => [file.id, toFileView(file)]),
  )
  return rows.map((row) => ({
    id: row.id,
    holder: row.holder,
    text: row.text,
    files: row.fileIds.flatMap((id) => files.get(id) ?? []),
    author: row.author,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    isPinned: row.pinnedAt !== null,
    canEdit: mayEdit(viewer, row),
    canPin,
  }))
}
