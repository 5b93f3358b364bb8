import type { ScheduledMessage } from '#contract/scheduled'
import type { Viewer } from '#features/access'
import { releaseFiles } from '#features/files'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { planLeaving, requireFuture, tellChat } from './plan-leaving.ts'
import { lockSeen, mayChange, toView, type Scheduled } from './queries.ts'

type Change = { scheduledId: string; text?: string | undefined; at?: string | undefined }

/** Another text or time of what has not left. Another time is another try for what could not leave. */
export async function changeScheduled(
  tx: Tx,
  viewer: Viewer,
  given: Change,
  now: Date,
): Promise<ScheduledMessage> {
  const row = await lockWaiting(tx, viewer, given.scheduledId)
  if (!mayChange(viewer, row)) throw new AppError('session.forbidden')
  const text = given.text === undefined ? row.text : given.text.trim()
  if (text === '' && row.fileIds.length === 0) throw new AppError('message.empty')
  const at = given.at === undefined ? row.at : new Date(given.at)
  const isNewTime = at.getTime() !== row.at.getTime()
  if (isNewTime) requireFuture(at, now)
  const failCode = isNewTime ? null : row.failCode
  const { accountId } = viewer
  await tx
    .updateTable('scheduled_messages')
    .set({ body: text, at, fail_code: failCode })
    .where('account_id', '=', accountId)
    .where('id', '=', row.id)
    .execute()
  if (isNewTime) await planLeaving(tx, { accountId, id: row.id, chatId: row.chatId, at })
  await tellChat(tx, { accountId, chatId: row.chatId })
  return toView(tx, viewer, { ...row, text, at, failCode })
}

/** Cancelling what is cancelled already is fine. */
export async function cancelScheduled(tx: Tx, viewer: Viewer, id: string, now: Date): Promise<void> {
  const row = await lockSeen(tx, viewer, id)
  if (!viewer.answersClients) throw new AppError('session.forbidden')
  if (row.sentAt) throw new AppError('scheduled.sent')
  if (row.cancelledAt) return
  const { accountId } = viewer
  await tx
    .updateTable('scheduled_messages')
    .set({ cancelled_at: now, cancelled_by: viewer.userId })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
  await releaseFiles(tx, accountId, row.fileIds, now)
  await tellChat(tx, { accountId, chatId: row.chatId })
}

async function lockWaiting(tx: Tx, viewer: Viewer, id: string): Promise<Scheduled> {
  const row = await lockSeen(tx, viewer, id)
  if (row.sentAt) throw new AppError('scheduled.sent')
  if (row.cancelledAt) throw new AppError('scheduled.not_found')
  return row
}
