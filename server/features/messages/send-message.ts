import type { CardRef } from '#contract/common'
import { locationText, type MapLocation } from '#contract/location'
import type { Voice } from '#contract/messages'
import type { SplitPart } from '#contract/split'
import type { Viewer } from '#features/access'
import { requireCard } from '#features/cards'
import { keepAnswered, lockChat } from '#features/conversations'
import type { StoredFile } from '#features/files'
import type { Tx } from '#lib/db'
import { AppError, idTaken } from '#lib/errors'
import { change } from '#lib/events'
import { planAnswer, type SendingFile } from './plan-answer.ts'
import { prepareContent } from './prepare-content.ts'
import { readSending, type SendingChat } from './read-sending.ts'
import { enqueueChat } from './enqueue-chat.ts'
import { writeMessages } from './write-messages.ts'

export type Sending = {
  id: string
  chatId: string
  text: string
  fileIds: string[]
  replyToId: string | null
  card: CardRef | null
  seenMessageId: string | null
  anyway: boolean
  /** What one writes in the chat meanwhile is something else. */
  keepsDraft?: boolean
  voice?: Voice | null
  location?: MapLocation | null
  /** A copy of a message whose files the sender sees: they need not be his own. */
  forwarded?: Forwarded
}

/** `from`: who wrote it. */
export type Forwarded = { from: string; files: ForwardedFile[] }
export type ForwardedFile = { stored: StoredFile; isVoice: boolean; durationSeconds: number | null }

export type Sender = { kind: 'user' | 'api'; viewer: Viewer }

/**
 * Queues a person's message to the client: stored, split and put into the outbox in one transaction; opens a conversation
 * when the chat has none, and never a deal (S18). A repeat of the same id gives the first answer.
 * @returns the message's id.
 */
export async function sendMessage(tx: Tx, sender: Sender, sending: Sending, now: Date): Promise<string> {
  const { viewer } = sender
  const locked = await lockChat(tx, viewer.accountId, sending.chatId)
  if (!locked) throw new AppError('chat.not_found')
  if (await isRepeat(tx, viewer, sending)) return sending.id
  const { chat, files, parts } = await prepareSending(tx, viewer, sending)
  const author = { kind: sender.kind, id: viewer.userId }
  const plan = planAnswer({
    chat,
    accountId: viewer.accountId,
    sender: author,
    message: {
      id: sending.id,
      text: sending.location ? locationText(sending.location) : sending.text.trim(),
      location: sending.location ?? null,
      replyToId: sending.replyToId,
      forwardedFrom: sending.forwarded?.from ?? null,
    },
    files,
    parts,
    now,
  })
  if (chat.open) await keepAnswered(tx, chat.open, { messageId: sending.id, by: author, now })
  await enqueueChat(tx, { accountId: viewer.accountId, chatId: chat.id, channelId: chat.channelId, at: now })
  // A voice message and a place leave beside what is written.
  const keepsDraft = sending.keepsDraft || sending.voice || sending.location
  if (!keepsDraft) await dropDraft(tx, viewer, sending.chatId)
  await writeMessages(tx, plan)
  return sending.id
}

type Prepared = { chat: SendingChat; files: SendingFile[]; parts: SplitPart[] }

/** Reads what sending needs under the locks of the chat; throws what sending would be refused with, and writes nothing. */
export async function prepareSending(tx: Tx, viewer: Viewer, sending: Sending): Promise<Prepared> {
  const chat = await readSending(tx, viewer, sending.chatId, {
    cardId: sending.card?.id ?? null,
    seenMessageId: sending.seenMessageId,
  })
  if (!chat) throw new AppError('chat.not_found')
  refuseUnwritable(chat, viewer)
  refuseUnseenAnswer(chat, viewer, sending)
  await refuseUnseenCard(tx, viewer, sending.card)
  return { chat, ...(await prepareContent(tx, viewer, chat.capabilities, sending)) }
}

/** Whether this was queued before. Throws when something else bears its id. */
export async function isRepeat(
  tx: Tx,
  viewer: Viewer,
  sending: Pick<Sending, 'id' | 'chatId'>,
): Promise<boolean> {
  const known = await tx
    .selectFrom('messages')
    .select(['chat_id', 'actor_kind', 'actor_id'])
    .where('account_id', '=', viewer.accountId)
    .where('id', '=', sending.id)
    .executeTakeFirst()
  if (!known) return false
  const isOurs =
    known.chat_id === sending.chatId && known.actor_id === viewer.userId && known.actor_kind !== 'client'
  if (!isOurs) throw idTaken()
  return true
}

export function refuseUnwritable(chat: SendingChat, viewer: Viewer): void {
  const reason = cannotWriteReason(chat, viewer)
  if (reason) throw new AppError('chat.cannot_write', { reason })
}

/** Why nobody, or this viewer, can write in the chat now. */
export function cannotWriteReason(
  chat: Pick<SendingChat, 'isDisconnected' | 'channelState' | 'blockedAt'>,
  viewer: Viewer,
): 'blocked_by_client' | 'channel_disconnected' | 'token_revoked' | 'no_right' | null {
  if (!viewer.answersClients) return 'no_right'
  if (chat.isDisconnected) return 'channel_disconnected'
  if (chat.channelState === 'token_revoked') return 'token_revoked'
  return chat.blockedAt ? 'blocked_by_client' : null
}

/** A colleague answered since this composer was opened: ask once (R16). */
function refuseUnseenAnswer(chat: SendingChat, viewer: Viewer, sending: Sending): void {
  const answer = chat.lastAnswer
  if (sending.anyway || sending.seenMessageId === null || !answer) return
  if (answer.userId === viewer.userId || answer.id === sending.seenMessageId) return
  if (chat.seenReceivedAt && chat.seenReceivedAt >= answer.receivedAt) return
  throw new AppError('message.answered_meanwhile', { userId: answer.userId, messageId: answer.id })
}

async function refuseUnseenCard(tx: Tx, viewer: Viewer, card: CardRef | null): Promise<void> {
  if (card) await requireCard(tx, viewer, card)
}

async function dropDraft(tx: Tx, viewer: Viewer, chatId: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('drafts')
    .where('account_id', '=', viewer.accountId)
    .where('user_id', '=', viewer.userId)
    .where('chat_id', '=', chatId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) return
  await change(tx, {
    accountId: viewer.accountId,
    topic: 'draft',
    chatId,
    userId: viewer.userId,
    patch: { version: 0 },
  })
}
