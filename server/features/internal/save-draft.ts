import { sql } from 'kysely'
import { z } from 'zod'
import type { InternalDraft } from '#contract/internal'
import { principal, type Principal } from '#contract/participants'
import type { Viewer } from '#features/access'
import { findAttachable, findFiles, toFileView } from '#features/files'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { requireChat } from './require-chat.ts'

export type DraftText = {
  chatId: string
  text: string
  fileIds: string[]
  recipients: Principal[]
  replyToId: string | null
}

/** Keeps one's unsent words to colleagues; an empty draft is deleted. @returns its version; 0: none. */
export async function saveDraft(tx: Tx, viewer: Viewer, draft: DraftText, now: Date): Promise<number> {
  await requireChat(tx, viewer, draft.chatId)
  const isEmpty = draft.text === '' && draft.fileIds.length === 0 && draft.replyToId === null
  if (isEmpty && draft.recipients.length === 0) {
    await dropDraft(tx, viewer, draft.chatId)
    return 0
  }
  const version = await upsertDraft(tx, viewer, draft, now)
  await tell(tx, viewer, draft.chatId, version)
  return version
}

async function upsertDraft(tx: Tx, viewer: Viewer, draft: DraftText, now: Date): Promise<number> {
  const files = await findAttachable(tx, viewer, draft.fileIds)
  if (files.length !== draft.fileIds.length) throw new AppError('file.not_found')
  const { rows } = await sql<{ version: number }>`
    insert into internal_drafts (account_id, user_id, chat_id, body, file_ids, recipients, reply_to_id, at)
    values (${viewer.accountId}, ${viewer.userId}, ${draft.chatId}, ${draft.text}, ${draft.fileIds}::uuid[],
      ${JSON.stringify(draft.recipients)}::jsonb, ${draft.replyToId}, ${now})
    on conflict (account_id, user_id, chat_id) do update set body = excluded.body, file_ids = excluded.file_ids,
      recipients = excluded.recipients, reply_to_id = excluded.reply_to_id, at = excluded.at,
      version = internal_drafts.version + 1
    returning version`.execute(tx)
  return rows[0]?.version ?? 1
}

/** What one has written was sent, or emptied. */
export async function dropDraft(tx: Tx, viewer: Viewer, chatId: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('internal_drafts')
    .where('account_id', '=', viewer.accountId)
    .where('user_id', '=', viewer.userId)
    .where('chat_id', '=', chatId)
    .executeTakeFirst()
  if (numDeletedRows > 0n) await tell(tx, viewer, chatId, 0)
}

function tell(tx: Tx, { accountId, userId }: Viewer, chatId: string, version: number): Promise<void> {
  return change(tx, { accountId, topic: 'internal.draft', userId, patch: { chatId, version } })
}

export async function findDraft(db: Read, viewer: Viewer, chatId: string): Promise<InternalDraft | null> {
  const row = await db
    .selectFrom('internal_drafts')
    .select(['body', 'file_ids', 'recipients', 'reply_to_id', 'version'])
    .where('account_id', '=', viewer.accountId)
    .where('user_id', '=', viewer.userId)
    .where('chat_id', '=', chatId)
    .executeTakeFirst()
  if (!row) return null
  const files = await findFiles(db, viewer.accountId, row.file_ids)
  return {
    text: row.body,
    files: files.map(toFileView),
    recipients: z.array(principal).parse(row.recipients),
    replyToId: row.reply_to_id,
    version: row.version,
  }
}
