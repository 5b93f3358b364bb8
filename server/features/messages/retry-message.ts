import { sql } from 'kysely'
import type { Viewer } from '#features/access'
import {
  keepAnswered,
  lockChat,
  lockConversation,
  notWaiting,
  saveConversation,
} from '#features/conversations'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { enqueueChat } from './enqueue-chat.ts'
import { findSeenMessage } from './find-seen-message.ts'
import { settleMessageState } from './message-state.ts'
import { queuedAgain } from './queued-again.ts'
import { refuseUnwritable } from './send-message.ts'
import { readSending } from './read-sending.ts'

/**
 * Sends the failed parts of a message again (with `uncertain` also those that may have been delivered: a person decided).
 * It opens no conversation (R2); the message keeps its place in the thread.
 */
export async function retryMessage(
  tx: Tx,
  viewer: Viewer,
  retry: { messageId: string; uncertain: boolean },
  now: Date,
): Promise<void> {
  const message = await findSeenMessage(tx, viewer, retry.messageId)
  if (!(await lockChat(tx, viewer.accountId, message.chatId))) throw new AppError('message.not_found')
  const chat = await readSending(tx, viewer, message.chatId, { cardId: null, seenMessageId: null })
  if (!chat) throw new AppError('message.not_found')
  refuseUnwritable(chat, viewer)
  const states = retry.uncertain ? ['failed', 'uncertain'] : ['failed']
  const { numAffectedRows } = await sql`
    update message_parts set ${queuedAgain(now)}
    where account_id = ${viewer.accountId} and message_id = ${message.id} and state = any(${states}::text[])`.execute(
    tx,
  )
  if (!numAffectedRows) throw new AppError('message.not_retriable')
  await enqueueChat(tx, { accountId: viewer.accountId, chatId: chat.id, channelId: chat.channelId, at: now })
  await settleMessageState(tx, viewer.accountId, message.id)
  if (message.number !== null) await answerAgain(tx, viewer, { ...message, number: message.number }, now)
  await change(tx, {
    accountId: viewer.accountId,
    topic: 'message.changed',
    number: message.number,
    chatId: chat.id,
    messageId: message.id,
  })
}

/** The wait that came back when the message failed ends again. */
export async function answerAgain(
  tx: Tx,
  viewer: Viewer,
  message: { id: string; number: number },
  now: Date,
): Promise<void> {
  const before = await lockConversation(tx, viewer.accountId, message.number)
  if (
    !before ||
    before.closedAt !== null ||
    before.lastAnswerId !== message.id ||
    before.waitingSince === null
  )
    return
  const by = { kind: 'user', id: viewer.userId } as const
  await keepAnswered(tx, before, { messageId: message.id, by, now })
  await saveConversation(tx, before, {
    ...before,
    ...notWaiting,
    readAt: before.readAt ?? now,
    unread: 0,
  })
}

/** A person says that what we were unsure of did arrive. */
export async function confirmMessage(tx: Tx, viewer: Viewer, messageId: string): Promise<void> {
  const message = await findSeenMessage(tx, viewer, messageId)
  if (!viewer.answersClients) throw new AppError('message.not_found')
  await lockChat(tx, viewer.accountId, message.chatId)
  const { numAffectedRows } = await sql`
    update message_parts set state = 'sent', fail_code = null
    where account_id = ${viewer.accountId} and message_id = ${message.id} and state = 'uncertain'`.execute(tx)
  if (!numAffectedRows) throw new AppError('message.not_retriable')
  await settleMessageState(tx, viewer.accountId, message.id)
  await change(tx, {
    accountId: viewer.accountId,
    topic: 'message.changed',
    number: message.number,
    chatId: message.chatId,
    messageId: message.id,
  })
}
