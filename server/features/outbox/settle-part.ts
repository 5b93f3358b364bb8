import { sql } from 'kysely'
import type { FailCode } from '#contract/messages'
import { inTransaction, type Tx } from '#lib/db'
import { change } from '#lib/events'
import { failPart, markUncertain, settleMessageState } from '#features/messages'
import type { ClaimedChat } from './claim-chats.ts'
import type { PartResult } from './deliver-chat.ts'
import type { NextPart } from './next-part.ts'
import type { OutboxDeps } from './outbox.ts'

const firstWaitMs = 1000
const longestWaitMs = 5 * 60 * 1000

/** Records what became of a part. @returns until when its chat has to wait; null: it goes on. */
export async function settlePart(
  deps: OutboxDeps,
  chat: ClaimedChat,
  part: NextPart,
  result: PartResult,
): Promise<Date | null> {
  const now = deps.clock()
  const waitUntil = waitOf(result, part, now)
  await inTransaction(deps.db, async (tx) => {
    await endAttempt(tx, chat, part, result, now)
    await record(tx, chat, part, result, { now, waitUntil })
    if (result.outcome === 'unsent' && result.scope === 'channel' && waitUntil)
      await pauseChannel(tx, chat, waitUntil)
  })
  if (result.outcome === 'refused' && result.code === 'token_revoked') {
    await deps.reportRevoked(chat.accountId, chat.channelId, result.detail)
  }
  return waitUntil
}

/** How long a part that surely did not leave (or may be sent again with its key) waits; null when nothing is to be repeated. */
function waitOf(result: PartResult, part: NextPart, now: Date): Date | null {
  const mayRepeat =
    result.outcome === 'unsent' || (result.outcome === 'unknown' && result.isIdempotent === true)
  if (!mayRepeat) return null
  const asked = result.outcome === 'unsent' ? result.retryAfterMs : null
  const own = Math.min(firstWaitMs * 2 ** Math.min(part.attempt - 1, 12), longestWaitMs)
  const until = new Date(now.getTime() + (asked ?? own))
  return until > part.giveUpAt ? null : until
}

async function record(
  tx: Tx,
  chat: ClaimedChat,
  part: NextPart,
  result: PartResult,
  when: { now: Date; waitUntil: Date | null },
): Promise<void> {
  const target = { accountId: chat.accountId, chatId: chat.chatId, channelId: chat.channelId, ...part }
  if (result.outcome === 'accepted') return markSent(tx, chat, part, result.externalIds[0] ?? null)
  if (result.outcome === 'moved') return followMove(tx, chat, part, result.chat)
  if (when.waitUntil) return requeue(tx, chat, part, when.waitUntil)
  if (result.outcome === 'unknown') return markUncertain(tx, target, when.now)
  const code: FailCode = result.outcome === 'refused' ? result.code : 'gave_up'
  return failPart(tx, target, code, when.now)
}

async function markSent(tx: Tx, chat: ClaimedChat, part: NextPart, externalId: string | null): Promise<void> {
  // A receipt may have overtaken the answer: what is delivered or read stays so.
  await sql`update message_parts set external_id = ${externalId},
      state = case when state in ('delivered', 'read') then state else 'sent' end, fail_code = null
    where account_id = ${chat.accountId} and message_id = ${part.messageId} and position = ${part.position}`.execute(
    tx,
  )
  await tell(tx, chat, part)
}

async function requeue(tx: Tx, chat: ClaimedChat, part: NextPart, until: Date): Promise<void> {
  await sql`update message_parts set state = 'queued', next_try_at = ${until}
    where account_id = ${chat.accountId} and message_id = ${part.messageId} and position = ${part.position}`.execute(
    tx,
  )
  await tell(tx, chat, part)
}

/** The group became a supergroup: the chat has another id now; the part goes there next. */
async function followMove(tx: Tx, chat: ClaimedChat, part: NextPart, externalChatId: string): Promise<void> {
  await sql`update chats set external_chat_id = ${externalChatId} where account_id = ${chat.accountId} and id = ${chat.chatId}
    and not exists (select from chats o where o.account_id = ${chat.accountId} and o.channel_id = ${chat.channelId}
      and o.external_chat_id = ${externalChatId})`.execute(tx)
  await sql`update message_parts set state = 'queued'
    where account_id = ${chat.accountId} and message_id = ${part.messageId} and position = ${part.position}`.execute(
    tx,
  )
}

async function tell(tx: Tx, chat: ClaimedChat, part: NextPart): Promise<void> {
  await settleMessageState(tx, chat.accountId, part.messageId)
  await change(tx, {
    accountId: chat.accountId,
    topic: 'message.changed',
    number: part.number,
    chatId: chat.chatId,
    messageId: part.messageId,
  })
}

async function endAttempt(
  tx: Tx,
  chat: ClaimedChat,
  part: NextPart,
  result: PartResult,
  now: Date,
): Promise<void> {
  const outcome = result.outcome === 'moved' ? 'unsent' : result.outcome
  const code = result.outcome === 'accepted' || result.outcome === 'moved' ? null : result.code
  await sql`update delivery_attempts set ended_at = ${now}, outcome = ${outcome}, code = ${code}
    where account_id = ${chat.accountId} and message_id = ${part.messageId} and position = ${part.position}
      and attempt = ${part.attempt}`.execute(tx)
}

async function pauseChannel(tx: Tx, chat: ClaimedChat, until: Date): Promise<void> {
  await sql`update channel_health set paused_until = greatest(paused_until, ${until}::timestamptz)
    where account_id = ${chat.accountId} and channel_id = ${chat.channelId}`.execute(tx)
}
