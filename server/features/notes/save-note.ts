import { sql } from 'kysely'
import type { EntityRef } from '#contract/common'
import { mostPinnedNotes, type NoteView } from '#contract/notes'
import type { Viewer } from '#features/access'
import { lockEditableEntity } from '#features/cards'
import { findAttachable, releaseFiles } from '#features/files'
import type { Tx } from '#lib/db'
import { AppError, idTaken, tooMany } from '#lib/errors'
import { lockSeenNote, viewOf } from './find-note.ts'
import { mayEdit } from './note-rows.ts'
import { tellNote } from './tell-note.ts'

type New = { requestId: string; holder: EntityRef; text: string; fileIds: string[] }

/**
 * Writes a note; a repeat of the same request answers the note that is there. Throws `note.empty`, `file.not_found`,
 * `session.forbidden` and the `not_found` of what it is to stand on.
 */
export async function createNote(tx: Tx, viewer: Viewer, given: New, now: Date): Promise<NoteView> {
  const { accountId, userId } = viewer
  const holder = await lockEditableEntity(tx, viewer, given.holder)
  const known = await findByRequest(tx, viewer, given.requestId)
  if (known !== null) return viewOf(tx, viewer, await lockSeenNote(tx, viewer, known))
  await requireContent(tx, viewer, given, [])
  const { rows } = await sql<{ id: number }>`
    insert into notes (account_id, request_id, entity_kind, entity_id, text, file_ids, author_kind, author_id, created_at)
    values (${accountId}, ${given.requestId}, ${holder.kind}, ${holder.id}, ${given.text}, ${given.fileIds}, 'user', ${userId}, ${now})
    on conflict (account_id, request_id) do nothing returning id`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw idTaken('requestId')
  await tellNote(tx, viewer, { id, holder }, 'note.created', now)
  return viewOf(tx, viewer, await lockSeenNote(tx, viewer, id))
}

type Change = { noteId: number; text?: string | undefined; fileIds?: string[] | undefined }

/** Throws `note.not_found`, `session.forbidden`, `note.empty`, `file.not_found`. */
export async function changeNote(tx: Tx, viewer: Viewer, given: Change, now: Date): Promise<NoteView> {
  const { accountId } = viewer
  const seen = await lockSeenNote(tx, viewer, given.noteId)
  if (!mayEdit(viewer, seen)) throw new AppError('session.forbidden')
  const text = given.text ?? seen.text
  const fileIds = given.fileIds ?? seen.fileIds
  await requireContent(tx, viewer, { text, fileIds }, seen.fileIds)
  if (text === seen.text && fileIds.join() === seen.fileIds.join()) return viewOf(tx, viewer, seen)
  await sql`update notes set text = ${text}, file_ids = ${fileIds}, edited_at = ${now}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await releaseFiles(
    tx,
    accountId,
    seen.fileIds.filter((id) => !fileIds.includes(id)),
    now,
  )
  await tellNote(tx, viewer, seen, 'note.changed', now)
  return viewOf(tx, viewer, await lockSeenNote(tx, viewer, seen.id))
}

/** Throws `note.not_found`, `session.forbidden`, `note.too_many_pinned`. */
export async function pinNote(
  tx: Tx,
  viewer: Viewer,
  { noteId, isPinned }: { noteId: number; isPinned: boolean },
  now: Date,
): Promise<NoteView> {
  const { accountId, userId } = viewer
  const seen = await lockSeenNote(tx, viewer, noteId)
  if (!seen.canPin) throw new AppError('session.forbidden')
  if (isPinned === (seen.pinnedAt !== null)) return viewOf(tx, viewer, seen)
  if (isPinned && (await countPinned(tx, accountId, seen.holder)) >= mostPinnedNotes)
    throw tooMany('note.too_many_pinned', mostPinnedNotes)
  await sql`update notes set pinned_at = ${isPinned ? now : null}, pinned_by = ${isPinned ? userId : null}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await tellNote(tx, viewer, seen, isPinned ? 'note.pinned' : 'note.unpinned', now)
  return viewOf(tx, viewer, await lockSeenNote(tx, viewer, seen.id))
}

/** Throws `note.not_found`, `session.forbidden`. */
export async function deleteNote(tx: Tx, viewer: Viewer, noteId: number, now: Date): Promise<void> {
  const { accountId, userId } = viewer
  const seen = await lockSeenNote(tx, viewer, noteId)
  if (!mayEdit(viewer, seen)) throw new AppError('session.forbidden')
  await sql`update notes set deleted_at = ${now}, deleted_by = ${userId}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await releaseFiles(tx, accountId, seen.fileIds, now)
  await tellNote(tx, viewer, seen, 'note.deleted', now)
}

async function findByRequest(tx: Tx, viewer: Viewer, requestId: string): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select id from notes where account_id = ${viewer.accountId}
    and request_id = ${requestId} and author_kind = 'user' and author_id = ${viewer.userId}
    and deleted_at is null`.execute(tx)
  return rows[0]?.id ?? null
}

/** Files that stand there already stay, whoever uploaded them; new ones are those that one may send. */
async function requireContent(
  tx: Tx,
  viewer: Viewer,
  { text, fileIds }: { text: string; fileIds: string[] },
  kept: readonly string[],
): Promise<void> {
  if (text === '' && fileIds.length === 0) throw new AppError('note.empty')
  const added = fileIds.filter((id) => !kept.includes(id))
  const found = await findAttachable(tx, viewer, added)
  if (found.length < added.length || new Set(fileIds).size < fileIds.length)
    throw new AppError('file.not_found')
}

async function countPinned(tx: Tx, accountId: number, { kind, id }: EntityRef): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from notes
    where account_id = ${accountId} and entity_kind = ${kind} and entity_id = ${id} and pinned_at is not null
      and deleted_at is null`.execute(tx)
  return rows[0]?.count ?? 0
}
