import { sql } from 'kysely'
import { capabilitiesOf } from '#features/channels'
import type { Viewer } from '#features/access'
import { lockChat } from '#features/conversations'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { addJob } from '#lib/jobs'
import { findSeenMessage } from './find-seen-message.ts'

/** Sets our one reaction to a message, or takes it away; the messenger is told by a job. */
export async function reactToMessage(
  tx: Tx,
  viewer: Viewer,
  asked: { messageId: string; emoji: string | null },
  now: Date,
): Promise<void> {
  const { accountId } = viewer
  const message = await findSeenMessage(tx, viewer, asked.messageId)
  if (!viewer.answersClients) throw new AppError('message.not_found')
  await lockChat(tx, accountId, message.chatId)
  const { rows } = await sql<{ kind: string; isPaused: boolean; isOut: boolean }>`
    select h.kind, h.paused_at is not null as "isPaused", exists (select from message_parts p where p.account_id = c.account_id and p.message_id = ${message.id}
      and p.external_id is not null) as "isOut"
    from chats c join channels h on h.account_id = c.account_id and h.id = c.channel_id
    where c.account_id = ${accountId} and c.id = ${message.chatId}`.execute(tx)
  const [row] = rows
  const allowed = row ? capabilitiesOf(row.kind).reactions : []
  if (allowed.length === 0) throw new AppError('message.not_changeable', { reason: 'cannot' })
  if (row?.isPaused) throw new AppError('message.not_changeable', { reason: 'paused' })
  if (!row?.isOut) throw new AppError('message.not_changeable', { reason: 'not_sent' })
  if (asked.emoji !== null && !allowed.includes(asked.emoji)) {
    throw new AppError('request.invalid', {
      fields: [{ path: 'emoji', problem: 'not_allowed', message: 'the messenger has no such reaction' }],
    })
  }
  await setOurs(tx, { accountId, messageId: message.id, emoji: asked.emoji, userId: viewer.userId, now })
  await change(tx, {
    accountId,
    topic: 'message.changed',
    number: message.number,
    chatId: message.chatId,
    messageId: message.id,
  })
  await addJob(tx, 'react-to-message', { accountId, messageId: message.id }, { key: `react:${message.id}` })
}

async function setOurs(
  tx: Tx,
  ours: { accountId: number; messageId: string; emoji: string | null; userId: number; now: Date },
): Promise<void> {
  const { accountId, messageId, emoji, userId, now } = ours
  await tx
    .deleteFrom('reactions')
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .where('side', '=', 'ours')
    .execute()
  if (emoji === null) return
  await tx
    .insertInto('reactions')
    .values({ account_id: accountId, message_id: messageId, side: 'ours', emoji, actor_id: userId, at: now })
    .execute()
}
