import { sql } from 'kysely'
import type { Capabilities } from '#contract/channels'
import { capabilitiesOf } from '#features/channels'
import type { Viewer } from '#features/access'
import { lockChat } from '#features/conversations'
import { AppError } from '#lib/errors'
import type { Tx } from '#lib/db'
import { addJob } from '#lib/jobs'
import { change } from '#lib/events'
import { findSeenMessage } from './find-seen-message.ts'

type Part = { position: number; text: string; hasFiles: boolean; isOut: boolean }

type Changing = {
  id: string
  chatId: string
  number: number | null
  channelKind: string
  isPaused: boolean
  isOwn: boolean
  sentAt: Date
  isDeleted: boolean
  isLocation: boolean
  parts: Part[]
}

/**
 * Asks for another text of a message that has left. What colleagues see changes when the messenger has changed it. Throws
 * `message.not_changeable` with the reason: `not_own`, `not_sent`, `cannot` (the messenger), `too_late`, `split`, `deleted`, `paused`.
 */
export async function editMessage(
  tx: Tx,
  viewer: Viewer,
  edit: { messageId: string; text: string },
  now: Date,
): Promise<void> {
  const text = edit.text.trim()
  const message = await lockOwn(tx, viewer, edit.messageId)
  const can = capabilitiesOf(message.channelKind)
  refuseLate(can.editing, message, now)
  if (message.isLocation) throw refusal('cannot')
  const [part, ...more] = textParts(message.parts)
  if (!part || more.length > 0) throw refusal('split')
  if (text === '' && !part.hasFiles) throw new AppError('message.empty')
  const longest = longestOf(can, part)
  if (text.length > longest) throw new AppError('message.too_long', { longest })
  await ask(tx, viewer, message, { kind: 'edit', text }, now)
}

/** Asks the messenger to take a message back, every part of it. Throws as `editMessage`. */
export async function deleteMessage(tx: Tx, viewer: Viewer, messageId: string, now: Date): Promise<void> {
  const message = await lockOwn(tx, viewer, messageId)
  refuseLate(capabilitiesOf(message.channelKind).deleting, message, now)
  await ask(tx, viewer, message, { kind: 'deletion', text: null }, now)
}

async function lockOwn(tx: Tx, viewer: Viewer, messageId: string): Promise<Changing> {
  const seen = await findSeenMessage(tx, viewer, messageId)
  if (!viewer.answersClients) throw new AppError('message.not_found')
  await lockChat(tx, viewer.accountId, seen.chatId)
  const message = await readChanging(tx, viewer, messageId)
  if (!message) throw new AppError('message.not_found')
  if (!message.isOwn) throw refusal('not_own')
  if (message.isDeleted) throw refusal('deleted')
  if (message.isPaused) throw refusal('paused')
  if (message.parts.some((part) => !part.isOut)) throw refusal('not_sent')
  return message
}

/** An admin may change what any colleague wrote. */
async function readChanging(tx: Tx, viewer: Viewer, messageId: string): Promise<Changing | null> {
  const { rows } = await sql<Changing>`
    select m.id, m.chat_id as "chatId", m.number, h.kind as "channelKind", h.paused_at is not null as "isPaused", m.received_at as "sentAt",
      m.direction = 'out' and m.actor_kind in ('user', 'api') and (m.actor_id = ${viewer.userId} or ${viewer.isAdmin}) as "isOwn",
      m.deleted_at is not null as "isDeleted", m.extra->'location' is not null as "isLocation",
      coalesce((select jsonb_agg(jsonb_build_object('position', p.position, 'text', coalesce(p.sent_text, ''),
        'hasFiles', cardinality(p.files) > 0,
        'isOut', p.external_id is not null and p.state in ('sent', 'delivered', 'read')) order by p.position)
        from message_parts p where p.account_id = m.account_id and p.message_id = m.id), '[]') as parts
    from messages m
    join chats c on c.account_id = m.account_id and c.id = m.chat_id
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    where m.account_id = ${viewer.accountId} and m.id = ${messageId}`.execute(tx)
  return rows[0] ?? null
}

/** The parts that carry the text; a message of files alone carries it with the first of them. */
function textParts(parts: Part[]): Part[] {
  const texts = parts.filter((part) => part.text !== '')
  return texts.length > 0 ? texts : parts.slice(0, 1)
}

function longestOf(can: Capabilities, part: Part): number {
  return part.hasFiles ? can.maxCaptionLength : can.maxTextLength
}

const hourMs = 60 * 60 * 1000

function refuseLate(can: { withinHours: number | null } | null, message: Changing, now: Date): void {
  if (!can) throw refusal('cannot')
  const until = message.sentAt.getTime() + (can.withinHours ?? Infinity) * hourMs
  if (now.getTime() > until) throw refusal('too_late')
}

function refusal(
  reason: 'not_own' | 'not_sent' | 'cannot' | 'too_late' | 'split' | 'deleted' | 'paused',
): AppError {
  return new AppError('message.not_changeable', { reason })
}

async function ask(
  tx: Tx,
  viewer: Viewer,
  message: Changing,
  asked: { kind: 'edit' | 'deletion'; text: string | null },
  now: Date,
): Promise<void> {
  const { accountId, userId } = viewer
  const row = { kind: asked.kind, text: asked.text, asked_by: userId, asked_at: now, refused_code: null }
  await tx
    .insertInto('message_changes')
    .values({ account_id: accountId, message_id: message.id, ...row })
    .onConflict((conflict) => conflict.columns(['account_id', 'message_id']).doUpdateSet(row))
    .execute()
  const { chatId, number } = message
  await change(tx, { accountId, topic: 'message.changed', number, chatId, messageId: message.id })
  await addJob(tx, 'change-message', { accountId, messageId: message.id }, { key: `change:${message.id}` })
}
