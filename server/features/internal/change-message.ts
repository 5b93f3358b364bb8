import { sql } from 'kysely'
import { seesInternalChat, type Viewer } from '#features/access'
import { releaseFiles } from '#features/files'
import { rewordNotices } from '#features/notifications'
import type { Tx } from '#lib/db'
import { AppError, tooMany } from '#lib/errors'
import { change, emit } from '#lib/events'
import { lockChat, thingOf, type Chat } from './require-chat.ts'
import { withdrawMessage } from './withdraw-message.ts'

type Locked = { chat: Chat; authorId: number; text: string; seq: number; hasFiles: boolean }

/** A message that is there, in a chat one sees, under the lock of its chat. Throws `internal.message_not_found`. */
async function lockMessage(tx: Tx, viewer: Viewer, messageId: string): Promise<Locked> {
  const { accountId } = viewer
  const found = await sql<{ chatId: string }>`select m.chat_id as "chatId" from internal_messages m
    join internal_chats c on c.account_id = m.account_id and c.id = m.chat_id
    where m.account_id = ${accountId} and m.id = ${messageId} and ${seesInternalChat(viewer, 'c')}`.execute(
    tx,
  )
  const chatId = found.rows[0]?.chatId
  if (chatId === undefined) throw new AppError('internal.message_not_found')
  const chat = await lockChat(tx, viewer, chatId)
  const { rows } = await sql<Omit<Locked, 'chat'>>`
    select author_user_id as "authorId", body as text, seq, exists (select from internal_attachments t
      where t.account_id = m.account_id and t.message_id = m.id) as "hasFiles"
    from internal_messages m where m.account_id = ${accountId} and m.id = ${messageId} and m.deleted_at is null`.execute(
    tx,
  )
  if (!rows[0]) throw new AppError('internal.message_not_found')
  return { chat, ...rows[0] }
}

async function lockOwn(tx: Tx, viewer: Viewer, messageId: string): Promise<Locked> {
  const locked = await lockMessage(tx, viewer, messageId)
  if (locked.authorId !== viewer.userId) throw new AppError('session.forbidden')
  return locked
}

/** Changes the words of one's own message; what it was is kept. */
export async function editInternal(
  tx: Tx,
  viewer: Viewer,
  edit: { messageId: string; text: string },
  now: Date,
): Promise<void> {
  const { accountId } = viewer
  const { messageId } = edit
  const before = await lockOwn(tx, viewer, messageId)
  const text = edit.text.trim()
  if (text === '' && !before.hasFiles) throw new AppError('message.empty')
  if (text === before.text) return
  await sql`insert into internal_revisions (account_id, message_id, at, body)
    values (${accountId}, ${messageId}, ${now}, ${before.text})
    on conflict (account_id, message_id, at) do nothing`.execute(tx)
  await sql`update internal_messages set body = ${text}, edited_at = ${now}
    where account_id = ${accountId} and id = ${messageId}`.execute(tx)
  await rewordNotices(
    tx,
    { accountId, kinds: ['internal', 'mention'], thingId: thingOf(before.chat.id, messageId) },
    text,
  )
  await tell(tx, viewer, before.chat, messageId, { type: 'internal.edited', at: now })
}

/** Deletes one's own message: its place stays, of what it said nothing is kept, in no notification either. */
export async function deleteInternal(tx: Tx, viewer: Viewer, messageId: string, now: Date): Promise<void> {
  const { accountId } = viewer
  const { chat, seq } = await lockOwn(tx, viewer, messageId)
  const files = await sql<{ id: string }>`delete from internal_attachments
    where account_id = ${accountId} and message_id = ${messageId} returning file_id as id`.execute(tx)
  await releaseFiles(
    tx,
    accountId,
    files.rows.map(({ id }) => id),
    now,
  )
  for (const table of ['internal_revisions', 'internal_reactions'] as const) {
    await tx
      .deleteFrom(table)
      .where('account_id', '=', accountId)
      .where('message_id', '=', messageId)
      .execute()
  }
  await sql`update internal_messages set body = '', reply_to_id = null, deleted_at = ${now}
    where account_id = ${accountId} and id = ${messageId}`.execute(tx)
  await withdrawMessage(tx, { accountId, chatId: chat.id, messageId, seq }, now)
  await tell(tx, viewer, chat, messageId, { type: 'internal.deleted', at: now })
}

/** So many different ones a person may set on one message. */
const mostReactions = 12

export async function reactInternal(
  tx: Tx,
  viewer: Viewer,
  reaction: { messageId: string; emoji: string; isOn: boolean },
  now: Date,
): Promise<void> {
  const { accountId, userId } = viewer
  const { messageId, emoji } = reaction
  const { chat } = await lockMessage(tx, viewer, messageId)
  const own = sql`account_id = ${accountId} and message_id = ${messageId} and user_id = ${userId}`
  if (reaction.isOn) {
    const { rows } = await sql`select from internal_reactions where ${own} and emoji <> ${emoji}`.execute(tx)
    if (rows.length >= mostReactions) throw tooMany('internal.too_many', mostReactions)
    await sql`insert into internal_reactions (account_id, message_id, user_id, emoji, at)
      values (${accountId}, ${messageId}, ${userId}, ${emoji}, ${now}) on conflict do nothing`.execute(tx)
  } else await sql`delete from internal_reactions where ${own} and emoji = ${emoji}`.execute(tx)
  await tell(tx, viewer, chat, messageId)
}

type Fact = { type: 'internal.edited' | 'internal.deleted'; at: Date }

async function tell(tx: Tx, viewer: Viewer, chat: Chat, messageId: string, fact?: Fact): Promise<void> {
  const { accountId, userId } = viewer
  if (chat.card && fact) {
    await emit(tx, {
      accountId,
      card: chat.card,
      ...fact,
      actor: { kind: 'user', id: userId },
      road: 'hand',
      subject: { kind: 'internal_chat', id: chat.id },
      after: { internalMessageId: messageId },
    })
  }
  const patch = { chatId: chat.id, messageId, isNew: false }
  await change(tx, { accountId, topic: 'internal.message', card: chat.card, patch })
}
