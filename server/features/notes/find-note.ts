import { sql } from 'kysely'
import type { EntityRef } from '#contract/common'
import type { NoteView } from '#contract/notes'
import type { Viewer } from '#features/access'
import { requireEntity, tableOf } from '#features/cards'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { lockNote, toNoteViews, type StoredNote } from './note-rows.ts'

export type SeenNote = StoredNote & { canPin: boolean }

/** A note on something that the viewer sees, under its lock. Throws `note.not_found`. */
export async function lockSeenNote(tx: Tx, viewer: Viewer, noteId: number): Promise<SeenNote> {
  const note = await lockNote(tx, viewer.accountId, noteId)
  if (!note) throw new AppError('note.not_found')
  const { canEdit } = await requireHolder(tx, viewer, note.holder)
  return { ...note, canPin: canEdit }
}

/** What it stands on, or what that was merged into; what is out of sight hides its notes. */
async function requireHolder(tx: Tx, viewer: Viewer, holder: EntityRef): Promise<{ canEdit: boolean }> {
  const { rows } = await sql<{
    id: number
  }>`select root_id as id from ${sql.table(tableOf(holder.kind)?.table ?? 'deals')}
    where account_id = ${viewer.accountId} and id = ${holder.id}`.execute(tx)
  try {
    return await requireEntity(tx, viewer, { kind: holder.kind, id: rows[0]?.id ?? holder.id })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError('note.not_found')
  }
}

export async function viewOf(db: Read, viewer: Viewer, note: SeenNote): Promise<NoteView> {
  const [view] = await toNoteViews(db, viewer, [note], note.canPin)
  if (!view) throw new Error('One row has one view')
  return view
}
