import type { CardRef } from '#contract/common'
import { mostScheduled, type ScheduledMessage } from '#contract/scheduled'
import type { Viewer } from '#features/access'
import { lockChat } from '#features/conversations'
import { prepareSending } from '#features/messages'
import type { Tx } from '#lib/db'
import { AppError, idTaken, tooMany } from '#lib/errors'
import { planLeaving, requireFuture, tellChat } from './plan-leaving.ts'
import { countWaiting, lockScheduled, toView, type Scheduled } from './queries.ts'

export type Plan = {
  id: string
  chatId: string
  text: string
  fileIds: string[]
  replyToId: string | null
  card: CardRef | null
  at: string
}

/**
 * Plans a message. What sending would be refused with now is refused now. A repeat of the same id gives the first answer,
 * whatever became of it.
 */
export async function scheduleMessage(
  tx: Tx,
  viewer: Viewer,
  plan: Plan,
  now: Date,
): Promise<ScheduledMessage> {
  const { accountId } = viewer
  const chat = await lockChat(tx, accountId, plan.chatId)
  if (!chat) throw new AppError('chat.not_found')
  const known = await lockScheduled(tx, accountId, plan.id)
  if (known?.chatId === plan.chatId && known.userId === viewer.userId) return toView(tx, viewer, known)
  await prepareSending(tx, viewer, { ...plan, seenMessageId: null, anyway: true })
  const at = new Date(plan.at)
  requireFuture(at, now)
  if (known || (await isMessage(tx, accountId, plan.id))) throw idTaken()
  if ((await countWaiting(tx, accountId, plan.chatId)) >= mostScheduled)
    throw tooMany('scheduled.too_many', mostScheduled)
  await insert(tx, viewer, plan, { at, now })
  await planLeaving(tx, { accountId, id: plan.id, chatId: plan.chatId, at })
  await tellChat(tx, { accountId, chatId: plan.chatId })
  return toView(tx, viewer, await reread(tx, accountId, plan.id))
}

async function insert(tx: Tx, viewer: Viewer, plan: Plan, when: { at: Date; now: Date }): Promise<void> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('scheduled_messages')
    .values({
      account_id: viewer.accountId,
      id: plan.id,
      chat_id: plan.chatId,
      user_id: viewer.userId,
      body: plan.text.trim(),
      file_ids: plan.fileIds,
      reply_to_id: plan.replyToId,
      card_kind: plan.card?.kind ?? null,
      card_id: plan.card?.id ?? null,
      at: when.at,
      created_at: when.now,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'id']).doNothing())
    .executeTakeFirst()
  if (!numInsertedOrUpdatedRows) throw idTaken()
}

async function isMessage(tx: Tx, accountId: number, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

async function reread(tx: Tx, accountId: number, id: string): Promise<Scheduled> {
  const row = await lockScheduled(tx, accountId, id)
  if (!row) throw new Error('What was just written is not there')
  return row
}
