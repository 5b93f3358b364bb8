import { sql } from 'kysely'
import { canSeeChat, type Viewer } from '#features/access'
import { findAttachable, findFiles, toFileView } from '#features/files'
import type { Draft } from '#contract/messages'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'

export type DraftText = { chatId: string; text: string; fileIds: string[]; replyToId: string | null }

/** Keeps one's unsent text of a chat, for all of one's devices (R16). An empty draft is deleted. @returns its version; 0: none. */
export async function saveDraft(tx: Tx, viewer: Viewer, draft: DraftText, now: Date): Promise<number> {
  if (!(await canSeeChat(tx, viewer, draft.chatId))) throw new AppError('chat.not_found')
  const isEmpty = draft.text === '' && draft.fileIds.length === 0 && draft.replyToId === null
  const version = isEmpty
    ? await deleteDraft(tx, viewer, draft.chatId)
    : await upsertDraft(tx, viewer, draft, now)
  await change(tx, {
    accountId: viewer.accountId,
    topic: 'draft',
    chatId: draft.chatId,
    userId: viewer.userId,
    patch: { version },
  })
  return version
}

async function deleteDraft(tx: Tx, viewer: Viewer, chatId: string): Promise<number> {
  await tx
    .deleteFrom('drafts')
    .where('account_id', '=', viewer.accountId)
    .where('user_id', '=', viewer.userId)
    .where('chat_id', '=', chatId)
    .execute()
  return 0
}

async function upsertDraft(tx: Tx, viewer: Viewer, draft: DraftText, now: Date): Promise<number> {
  const files = await findAttachable(tx, viewer, draft.fileIds)
  if (files.length !== draft.fileIds.length) throw new AppError('file.not_found')
  const { rows } = await sql<{ version: number }>`
    insert into drafts (account_id, user_id, chat_id, body, file_ids, reply_to_id, at)
    values (${viewer.accountId}, ${viewer.userId}, ${draft.chatId}, ${draft.text}, ${draft.fileIds}::uuid[], ${draft.replyToId}, ${now})
    on conflict (account_id, user_id, chat_id) do update set body = excluded.body, file_ids = excluded.file_ids,
      reply_to_id = excluded.reply_to_id, at = excluded.at, version = drafts.version + 1
    returning version`.execute(tx)
  return rows[0]?.version ?? 1
}

export async function findDraft(db: Read, viewer: Viewer, chatId: string): Promise<Draft | null> {
  const row = await db
    .selectFrom('drafts')
    .select(['body', 'file_ids', 'reply_to_id', 'version'])
    .where('account_id', '=', viewer.accountId)
    .where('user_id', '=', viewer.userId)
    .where('chat_id', '=', chatId)
    .executeTakeFirst()
  if (!row) return null
  const files = await findFiles(db, viewer.accountId, row.file_ids)
  return { text: row.body, files: files.map(toFileView), replyToId: row.reply_to_id, version: row.version }
}
