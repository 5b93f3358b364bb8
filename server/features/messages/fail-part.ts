import { sql } from 'kysely'
import type { FailCode } from '#contract/messages'
import {
  lockChat,
  lockConversation,
  saveConversation,
  targetOf,
  type ConversationState,
  type Wait,
} from '#features/conversations'
import type { Tx } from '#lib/db'
import { change, emit, systemActor } from '#lib/events'
import { settleMessageState } from './message-state.ts'

export type PartRef = {
  accountId: number
  chatId: string
  channelId: number
  messageId: string
  position: number
  number: number | null
}

/** The chat first: everything that changes what happens in it begins so. */
export async function lockChatOf(tx: Tx, chat: Pick<PartRef, 'accountId' | 'chatId'>): Promise<void> {
  await lockChat(tx, chat.accountId, chat.chatId)
}

/**
 * A part will not leave by itself any more: later parts of its message wait for "continue", but for one that is on its way; later
 * messages go on (R6). When no part of the message left, the client is waiting again as before.
 */
export async function failPart(tx: Tx, part: PartRef, code: FailCode, now: Date): Promise<void> {
  await lockChatOf(tx, part)
  await setPartState(tx, part, 'failed', code)
  await sql`update message_parts set state = 'failed', fail_code = 'earlier_part_failed'
    where account_id = ${part.accountId} and message_id = ${part.messageId} and position > ${part.position} and state = 'queued'
      and not exists (select from outbox o where o.account_id = ${part.accountId} and o.chat_id = ${part.chatId}
        and o.sending_message_id = ${part.messageId} and o.sending_position = message_parts.position)`.execute(
    tx,
  )
  if (code === 'blocked_by_client') await markBlocked(tx, part, now)
  await settleMessageState(tx, part.accountId, part.messageId)
  if (part.number !== null && !(await hasLeft(tx, part))) await restoreWait(tx, part, part.number, now)
  await tell(tx, part, 'message.failed', { code }, now)
}

/** The messenger was called and no answer came: the client may have it. A person decides; it is never sent again by itself. */
export async function markUncertain(tx: Tx, part: PartRef, now: Date): Promise<void> {
  await lockChatOf(tx, part)
  await setPartState(tx, part, 'uncertain', null)
  await settleMessageState(tx, part.accountId, part.messageId)
  await tell(tx, part, 'message.uncertain', null, now)
}

async function setPartState(
  tx: Tx,
  part: PartRef,
  state: 'failed' | 'uncertain',
  code: FailCode | null,
): Promise<void> {
  await sql`update message_parts set state = ${state}, fail_code = ${code}, next_try_at = null
    where account_id = ${part.accountId} and message_id = ${part.messageId} and position = ${part.position}
      and state not in ('delivered', 'read')`.execute(tx)
}

async function hasLeft(tx: Tx, part: PartRef): Promise<boolean> {
  const { rows } =
    await sql`select from message_parts where account_id = ${part.accountId} and message_id = ${part.messageId}
    and state is distinct from 'failed' limit 1`.execute(tx)
  return rows.length > 0
}

/** The wait that this message ended comes back with its old start, unless somebody answered since. */
async function restoreWait(tx: Tx, part: PartRef, number: number, now: Date): Promise<void> {
  const before = await lockConversation(tx, part.accountId, number)
  if (!before || before.closedAt !== null || before.lastAnswerId !== part.messageId) return
  const { rows } = await sql<Wait & { waitingSince: Date; endedAt: Date }>`
    update waiting_periods set restored_at = ${now} where account_id = ${part.accountId} and number = ${number}
      and ended_by_message = ${part.messageId} and restored_at is null
      returning started_at as "waitingSince", due_at as "dueAt", limit_minutes as "limitMinutes", missed_at as "missedAt",
        ended_at as "endedAt"`.execute(tx)
  if (!rows[0]) return
  const { endedAt, ...wait } = rows[0]
  // What never left was no first answer either.
  const isFirst = before.firstAnswerAt?.getTime() === endedAt.getTime()
  const unanswered = isFirst ? { ...before, firstAnswerAt: null } : before
  await saveConversation(tx, before, restored(unanswered, wait))
  await change(tx, { ...targetOf(before), topic: 'conversation.changed' })
}

/** One wait now, of which it is told once that it took too long. */
function restored(before: ConversationState, wait: Wait & { waitingSince: Date }): ConversationState {
  const isOlder = before.waitingSince !== null && before.waitingSince < wait.waitingSince
  const merged = isOlder ? before : { ...before, ...wait }
  return { ...merged, missedAt: merged.dueAt === null ? null : (wait.missedAt ?? before.missedAt) }
}

async function markBlocked(tx: Tx, part: PartRef, now: Date): Promise<void> {
  const { numAffectedRows } =
    await sql`update chats set blocked_at = ${now} where account_id = ${part.accountId}
    and id = ${part.chatId} and blocked_at is null`.execute(tx)
  if (numAffectedRows) await tell(tx, part, 'chat.blocked', null, now)
}

async function tell(
  tx: Tx,
  part: PartRef,
  type: 'message.failed' | 'message.uncertain' | 'chat.blocked',
  after: Record<string, unknown> | null,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{
    contactId: number
    cardKind: 'deal' | 'customer' | null
    cardId: number | null
  }>`
    select c.contact_id as "contactId", v.card_kind as "cardKind", v.card_id as "cardId" from chats c
    left join conversations v on v.account_id = c.account_id and v.number = ${part.number}
    where c.account_id = ${part.accountId} and c.id = ${part.chatId}`.execute(tx)
  const row = rows[0]
  await emit(tx, {
    accountId: part.accountId,
    type,
    actor: systemActor,
    road: 'messenger',
    subject: { kind: 'chat', id: part.chatId },
    number: part.number,
    chatId: part.chatId,
    messageId: part.messageId,
    contactId: row?.contactId ?? null,
    card: row?.cardKind && row.cardId !== null ? { kind: row.cardKind, id: row.cardId } : null,
    channelId: part.channelId,
    after,
    at: now,
  })
}
