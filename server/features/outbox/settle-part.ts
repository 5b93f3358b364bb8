import { sql } from 'kysely'
import type { DeliveryState, FailCode } from '#contract/messages'
import { applyEarly, failPart, lockChatOf, markUncertain, settleMessageState } from '#features/messages'
import { inTransaction, type Tx } from '#lib/db'
import { isDatabaseAway } from '#lib/errors'
import { change } from '#lib/events'
import type { ClaimedChat } from './claim-chats.ts'
import type { NextPart } from './next-part.ts'
import type { OutboxDeps } from './outbox.ts'
import { releaseChat } from './release-chat.ts'
import type { PartResult } from './send-part.ts'

const firstWaitMs = 1000
const longestWaitMs = 5 * 60 * 1000

/** Records what became of a part. @returns whether its chat has to wait and was given back. */
export async function settlePart(
  deps: OutboxDeps,
  chat: ClaimedChat,
  part: NextPart,
  result: PartResult,
): Promise<boolean> {
  try {
    return await record(deps, chat, part, result)
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    // Our own fault must not lose what happened: a person decides.
    deps.log.error({ error, chatId: chat.chatId }, 'the outcome of a part could not be recorded')
    return record(deps, chat, part, { outcome: 'unknown', code: 'not_recorded' })
  }
}

async function record(
  deps: OutboxDeps,
  chat: ClaimedChat,
  part: NextPart,
  result: PartResult,
): Promise<boolean> {
  const now = deps.clock()
  const waitUntil = waitOf(result, part, now)
  await inTransaction(deps.db, async (tx) => {
    await lockChatOf(tx, chat)
    const state = await endAttempt(tx, chat, part, result, now)
    if (result.outcome === 'accepted') {
      if (state !== null) await markSent(tx, chat, part, result.externalIds[0] ?? null, now)
    } else if (state === 'sending') await recordTrouble(tx, chat, part, result, { now, waitUntil })
    if (waitUntil) await releaseChat(tx, chat, deps.nodeId, waitUntil)
  })
  if (result.outcome === 'refused' && result.code === 'token_revoked') {
    await result.reportRevoked?.(result.detail)
  }
  return waitUntil !== null
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

async function recordTrouble(
  tx: Tx,
  chat: ClaimedChat,
  part: NextPart,
  result: Exclude<PartResult, { outcome: 'accepted' }>,
  when: { now: Date; waitUntil: Date | null },
): Promise<void> {
  const target = { accountId: chat.accountId, chatId: chat.chatId, channelId: chat.channelId, ...part }
  if (result.outcome === 'moved') return followMove(tx, chat, part, result.chat)
  if (when.waitUntil) {
    if (result.outcome === 'unsent' && result.scope === 'channel')
      await pauseChannel(tx, chat, when.waitUntil)
    return requeue(tx, chat, part, when.waitUntil)
  }
  if (result.outcome === 'unknown') return markUncertain(tx, target, when.now)
  const code: FailCode = result.outcome === 'refused' ? result.code : 'gave_up'
  return failPart(tx, target, code, when.now)
}

async function markSent(
  tx: Tx,
  chat: ClaimedChat,
  part: NextPart,
  externalId: string | null,
  now: Date,
): Promise<void> {
  // A receipt may have overtaken the answer: what is delivered or read stays so.
  await sql`update message_parts set external_id = ${externalId},
      state = case when state in ('delivered', 'read') then state else 'sent' end, fail_code = null
    where account_id = ${chat.accountId} and message_id = ${part.messageId} and position = ${part.position}`.execute(
    tx,
  )
  if (externalId !== null) await applyEarly(tx, { ...chat, ...part }, externalId, now)
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
  await tell(tx, chat, part)
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

/**
 * Writes the attempt's end. @returns the part's state under its lock: `sending` unless others took this process for dead, or
 * a person decided, meanwhile. null: a newer attempt is under way, and this one says nothing any more.
 */
async function endAttempt(
  tx: Tx,
  chat: ClaimedChat,
  part: NextPart,
  result: PartResult,
  now: Date,
): Promise<DeliveryState | null> {
  const outcome = result.outcome === 'moved' ? 'unsent' : result.outcome
  const code = result.outcome === 'accepted' || result.outcome === 'moved' ? null : result.code
  const { rows } = await sql<{ state: DeliveryState; isLatest: boolean }>`
    with p as materialized (
      select account_id, message_id, position, state from message_parts where account_id = ${chat.accountId}
        and message_id = ${part.messageId} and position = ${part.position} for update
    ), ended as (
      update delivery_attempts a set ended_at = ${now}, outcome = ${outcome}, code = ${code} from p
      where a.account_id = p.account_id and a.message_id = p.message_id and a.position = p.position and a.attempt = ${part.attempt}
    )
    select p.state, not exists (select from delivery_attempts a where a.account_id = p.account_id and a.message_id = p.message_id
      and a.position = p.position and a.attempt > ${part.attempt}) as "isLatest" from p`.execute(tx)
  const [row] = rows
  return row?.isLatest ? row.state : null
}

async function pauseChannel(tx: Tx, chat: ClaimedChat, until: Date): Promise<void> {
  await sql`update channel_health set paused_until = greatest(paused_until, ${until}::timestamptz)
    where account_id = ${chat.accountId} and channel_id = ${chat.channelId}`.execute(tx)
}
