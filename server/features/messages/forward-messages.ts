import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import { forwardRefusal } from '#contract/forwards'
import { locationOf } from '#contract/location'
import type { MessageView } from '#contract/messages'
import { canSeeChat, seesMessage, type Viewer } from '#features/access'
import { lockChat } from '#features/conversations'
import { findFiles } from '#features/files'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { findMessages } from './message-views.ts'
import { isRepeat, sendMessage, type ForwardedFile, type Sender, type Sending } from './send-message.ts'

export type Forwarding = {
  chatId: string
  messages: { id: string; messageId: string }[]
  comment: { id: string; text: string } | null
  card: CardRef | null
}

/**
 * Queues copies of messages one sees to the client of a chat one may write in, with the comment before them: all or none. The
 * stored files are used again. What the client gets is only what was said, never by whom: that is for colleagues.
 * A repeat gives the first answer, whatever has become of the originals.
 * @returns the ids of what was queued, in its order.
 */
export async function forwardMessages(
  tx: Tx,
  sender: Sender,
  forwarding: Forwarding,
  now: Date,
): Promise<string[]> {
  const { viewer } = sender
  const { chatId, card, comment } = forwarding
  const isThere = (await lockChat(tx, viewer.accountId, chatId)) && (await canSeeChat(tx, viewer, chatId))
  if (!isThere) throw new AppError('chat.not_found')
  const ids = [...(comment ? [comment.id] : []), ...forwarding.messages.map(({ id }) => id)]
  if (await areRepeats(tx, viewer, chatId, ids)) return ids
  const originals = await findOriginals(
    tx,
    viewer,
    forwarding.messages.map((one) => one.messageId),
  )
  const base = {
    chatId,
    card,
    fileIds: [],
    replyToId: null,
    seenMessageId: null,
    anyway: true,
    keepsDraft: true,
  }
  const sendings: Sending[] = comment ? [{ ...base, ...comment }] : []
  for (const { id, messageId } of forwarding.messages) {
    const original = originals.get(messageId)
    if (!original) throw new AppError('message.not_found', { messageId })
    sendings.push({ ...base, id, ...(await copyOf(tx, viewer, original)) })
  }
  for (const sending of sendings) await sendMessage(tx, sender, sending, now)
  return ids
}

async function areRepeats(tx: Tx, viewer: Viewer, chatId: string, ids: string[]): Promise<boolean> {
  for (const id of ids) if (!(await isRepeat(tx, viewer, { id, chatId }))) return false
  return true
}

async function findOriginals(tx: Tx, viewer: Viewer, ids: string[]): Promise<Map<string, MessageView>> {
  const { rows } = await sql<{
    id: string
  }>`select m.id from messages m where m.account_id = ${viewer.accountId}
    and m.id = any(${ids}::uuid[]) and ${seesMessage(viewer, 'm')}`.execute(tx)
  const seen = rows.map((row) => row.id)
  return new Map((await findMessages(tx, viewer.accountId, seen)).map((message) => [message.id, message]))
}

/** What of a message leaves once more. An address in it is the one that was written, not the short one that left. */
async function copyOf(
  tx: Tx,
  viewer: Viewer,
  original: MessageView,
): Promise<Pick<Sending, 'text' | 'location' | 'forwarded'>> {
  const reason = forwardRefusal(original)
  if (reason) throw notForwardable(original, reason)
  const location = locationOf(original)
  const files = location ? [] : await filesOf(tx, viewer.accountId, original)
  const from =
    original.forwardedFrom ?? original.author.name ?? (await channelOf(tx, viewer.accountId, original))
  return { text: location ? '' : original.text, location, forwarded: { from, files } }
}

function notForwardable({ id }: MessageView, reason: string): AppError {
  return new AppError('message.not_forwardable', { messageId: id, reason })
}

async function filesOf(tx: Tx, accountId: number, original: MessageView): Promise<ForwardedFile[]> {
  if (original.attachments.length === 0) return []
  const rows = await tx
    .selectFrom('attachments')
    .select(['file_id', 'kind', 'duration_seconds'])
    .where('account_id', '=', accountId)
    .where('message_id', '=', original.id)
    .orderBy('position')
    .execute()
  const stored = await findFiles(
    tx,
    accountId,
    rows.flatMap((row) => row.file_id ?? []),
  )
  return rows.map((row) => {
    const file = stored.find((one) => one.id === row.file_id)
    if (!file) throw notForwardable(original, 'files_missing')
    return { stored: file, isVoice: row.kind === 'voice', durationSeconds: row.duration_seconds }
  })
}

/** What was written in the messenger itself has no name but the channel's. */
async function channelOf(db: Read, accountId: number, { chatId }: MessageView): Promise<string> {
  const row = await db
    .selectFrom('chats as c')
    .innerJoin('channels as h', (join) =>
      join.onRef('h.account_id', '=', 'c.account_id').onRef('h.id', '=', 'c.channel_id'),
    )
    .select('h.name')
    .where('c.account_id', '=', accountId)
    .where('c.id', '=', chatId)
    .executeTakeFirst()
  return row?.name ?? ''
}
