import { sql } from 'kysely'
import type { Viewer } from '#features/access'
import { lockChat } from '#features/conversations'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { enqueueChat } from './enqueue-chat.ts'
import { findSeenMessage } from './find-seen-message.ts'
import { settleMessageState } from './message-state.ts'
import { queuedAgain } from './queued-again.ts'
import { readSending } from './read-sending.ts'
import { answerAgain } from './retry-message.ts'
import { refuseUnwritable } from './send-message.ts'

export type Continuation = { messageId: string; rest: 'send' | 'cancel' }

/**
 * A person's word on the parts that wait behind one that failed (R6): `send` lets them go without it, `cancel` keeps them here
 * for good. The failed part stays failed either way, and all can still be sent again.
 */
export async function continueMessage(
  tx: Tx,
  viewer: Viewer,
  { messageId, rest }: Continuation,
  now: Date,
): Promise<void> {
  const { accountId } = viewer
  const message = await findSeenMessage(tx, viewer, messageId)
  const { id, chatId, number } = message
  if (!(await lockChat(tx, accountId, chatId))) throw new AppError('message.not_found')
  const chat = await readSending(tx, viewer, chatId, { cardId: null, seenMessageId: null })
  if (!chat) throw new AppError('message.not_found')
  if (rest === 'send') refuseUnwritable(chat, viewer)
  else if (!viewer.answersClients) throw new AppError('chat.cannot_write', { reason: 'no_right' })
  const becomes = rest === 'send' ? queuedAgain(now) : sql`fail_code = 'cancelled'`
  const { numAffectedRows } = await sql`update message_parts set ${becomes} where account_id = ${accountId}
    and message_id = ${id} and state = 'failed' and fail_code = 'earlier_part_failed'`.execute(tx)
  if (!numAffectedRows) throw new AppError('message.not_retriable')
  if (rest === 'send') {
    await enqueueChat(tx, { accountId, chatId, channelId: chat.channelId, at: now })
    await settleMessageState(tx, accountId, id)
    if (number !== null) await answerAgain(tx, viewer, { id, number }, now)
  }
  await change(tx, { accountId, topic: 'message.changed', number, chatId, messageId: id })
}
