import type { ErrorCode } from '#contract/errors'
import { scheduledFailCode, type ScheduledFailCode } from '#contract/scheduled'
import { findViewer, type Viewer } from '#features/access'
import { sendMessage, type Sending } from '#features/messages'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { tellChat } from './plan-leaving.ts'
import { lockScheduled, lockSeen, mayChange, type Scheduled } from './queries.ts'

/** What a job was planned for; the row may have been planned anew since. */
export type Due = { accountId: number; id: string; at: Date }

/**
 * At its time a message leaves as its author's, in one transaction with the mark that it left. What would be refused stays,
 * with the reason, and is not tried again by itself.
 */
export async function sendDue({ db, clock }: { db: Db; clock: Clock }, due: Due): Promise<void> {
  try {
    await inTransaction(db, async (tx) => {
      const row = await lockDue(tx, due)
      if (row) await send(tx, due.accountId, row, clock())
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const failCode = failCodeOf(error)
    await inTransaction(db, async (tx) => {
      const row = await lockDue(tx, due)
      if (row) await keepFailure(tx, due.accountId, row, failCode)
    })
  }
}

/** Sends at once what waits or could not leave. What has left already is fine. */
export async function sendNow(tx: Tx, viewer: Viewer, id: string, now: Date): Promise<void> {
  const row = await lockSeen(tx, viewer, id)
  if (!mayChange(viewer, row)) throw new AppError('session.forbidden')
  if (row.cancelledAt) throw new AppError('scheduled.not_found')
  if (!row.sentAt) await send(tx, viewer.accountId, row, now)
}

async function lockDue(tx: Tx, due: Due): Promise<Scheduled | null> {
  const row = await lockScheduled(tx, due.accountId, due.id)
  const isDue = row && !row.sentAt && !row.cancelledAt && row.at.getTime() === due.at.getTime()
  return isDue ? row : null
}

async function send(tx: Tx, accountId: number, row: Scheduled, now: Date): Promise<void> {
  const author = await findViewer(tx, accountId, row.userId)
  if (!author) throw new AppError('scheduled.author_left')
  await sendAs(tx, author, row, now)
  await tx
    .updateTable('scheduled_messages')
    .set({ sent_at: now, fail_code: null })
    .where('account_id', '=', accountId)
    .where('id', '=', row.id)
    .execute()
  await tellChat(tx, { accountId, chatId: row.chatId })
}

async function sendAs(tx: Tx, viewer: Viewer, row: Scheduled, now: Date): Promise<void> {
  const { id, chatId, text, fileIds, replyToId, card } = row
  const sending: Sending = {
    id,
    chatId,
    text,
    fileIds,
    replyToId,
    card: null,
    seenMessageId: null,
    anyway: true,
    keepsDraft: true,
  }
  const sender = { kind: 'user', viewer } as const
  try {
    await sendMessage(tx, sender, { ...sending, card }, now)
  } catch (error) {
    // The deal it was planned in is gone meanwhile, which is no reason to keep the client waiting.
    if (!(error instanceof AppError) || error.code !== 'deal.not_found') throw error
    await sendMessage(tx, sender, sending, now)
  }
}

async function keepFailure(
  tx: Tx,
  accountId: number,
  row: Scheduled,
  failCode: ScheduledFailCode,
): Promise<void> {
  await tx
    .updateTable('scheduled_messages')
    .set({ fail_code: failCode })
    .where('account_id', '=', accountId)
    .where('id', '=', row.id)
    .execute()
  await tellChat(tx, { accountId, chatId: row.chatId })
  await change(tx, { accountId, topic: 'scheduled.failed', chatId: row.chatId, messageId: row.id })
}

const codes: Partial<Record<ErrorCode, ScheduledFailCode>> = {
  'scheduled.author_left': 'author_left',
  'chat.not_found': 'no_right',
  'file.not_found': 'file_refused',
  'message.file_refused': 'file_refused',
}

function failCodeOf(error: AppError): ScheduledFailCode {
  const told = scheduledFailCode.safeParse(error.details['reason'])
  return told.success ? told.data : (codes[error.code] ?? 'refused')
}
