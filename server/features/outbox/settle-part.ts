import { sql } from 'kysely'
import type { FailCode } from '#contract/messages'
import { applyEarly, failPart, lockChatOf, markUncertain, tellStates } from '#features/messages'
import { inTransaction, type Tx } from '#lib/db'
import { isDatabaseAway } from '#lib/errors'
import type { ClaimedChat } from './claim-chats.ts'
import type { NextPart } from './next-part.ts'
import type { OutboxDeps } from './outbox.ts'
import { notSending, releaseChat } from './release-chat.ts'
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
    const attempt = await endAttempt(tx, { chat, part, nodeId: deps.nodeId }, result, now)
    if (result.outcome === 'accepted') {
      if (attempt.isLatest) await markSent(tx, chat, part, result.externalIds[0] ?? null, now)
    } else if (attempt.isOpen) await recordTrouble(tx, chat, part, result, { now, waitUntil })
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
  if (result.outcome === 'moved') return followMove(tx, chat, result.chat)
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
      state = case when state in ('delivered', 'read') then state else 'sent' end, fail_code = null, next_try_at = null
    where account_id = ${chat.accountId} and message_id = ${part.messageId} and position = ${part.position}`.execute(
    tx,
  )
  if (externalId !== null) await applyEarly(tx, { ...chat, ...part }, externalId, now)
  await tellStates(tx, chat.accountId, [{ ...part, chatId: chat.chatId }])
}

async function requeue(tx: Tx, chat: ClaimedChat, part: NextPart, until: Date): Promise<void> {
  await sql`update message_parts set next_try_at = ${until}
    where account_id = ${chat.accountId} and message_id = ${part.messageId} and position = ${part.position}`.execute(
    tx,
  )
  await tellStates(tx, chat.accountId, [{ ...part, chatId: chat.chatId }])
}

/** The group became a supergroup: the chat has another id now; the part goes there next. */
async function followMove(tx: Tx, chat: ClaimedChat, externalChatId: string): Promise<void> {
  await sql`update chats set external_chat_id = ${externalChatId} where account_id = ${chat.accountId} and id = ${chat.chatId}
    and not exists (select from chats o where o.account_id = ${chat.accountId} and o.channel_id = ${chat.channelId}
      and o.external_chat_id = ${externalChatId})`.execute(tx)
}

/**
 * Writes the attempt's end; it is on its way no more. `isLatest`: no newer one is known, which knows better. `isOpen`: nothing else
 * was decided meanwhile: nobody took this process for dead, no receipt came, nobody erased it.
 */
async function endAttempt(
  tx: Tx,
  { chat, part, nodeId }: { chat: ClaimedChat; part: NextPart; nodeId: string },
  result: PartResult,
  now: Date,
): Promise<{ isLatest: boolean; isOpen: boolean }> {
  const outcome = result.outcome === 'moved' ? 'unsent' : result.outcome
  const code = result.outcome === 'accepted' || result.outcome === 'moved' ? null : result.code
  const { rows } = await sql<{ isLatest: boolean; isOpen: boolean }>`
    with p as materialized (
      select account_id, message_id, position, state from message_parts where account_id = ${chat.accountId}
        and message_id = ${part.messageId} and position = ${part.position} for update
    ), o as materialized (
      select account_id, chat_id, sending_attempt as attempt, sending_since as since,
        sending_attempt = ${part.attempt}::int and node_id = ${nodeId}::uuid and claimed_at = ${chat.claimedAt}::timestamptz as is_this
      from outbox where account_id = ${chat.accountId} and chat_id = ${chat.chatId} and sending_message_id = ${part.messageId}
        and sending_position = ${part.position} for update
    ), left_outbox as (
      update outbox set ${notSending} from o
      where outbox.account_id = o.account_id and outbox.chat_id = o.chat_id and o.is_this
    ), ended as (
      insert into delivery_attempts (account_id, message_id, position, attempt, node_id, started_at, ended_at, outcome, code)
      select p.account_id, p.message_id, p.position, ${part.attempt}::int, ${nodeId}::uuid,
        coalesce((select since from o where is_this), ${now}::timestamptz), ${now}::timestamptz, ${outcome}::text, ${code}::text from p
      on conflict (account_id, message_id, position, attempt) do update
        set ended_at = excluded.ended_at, outcome = excluded.outcome, code = excluded.code
    )
    select not exists (select from delivery_attempts a where a.account_id = p.account_id and a.message_id = p.message_id
        and a.position = p.position and a.attempt > ${part.attempt})
      and not exists (select from o where o.attempt > ${part.attempt}) as "isLatest",
      p.state = 'queued' and exists (select from o where is_this) as "isOpen"
    from p`.execute(tx)
  return rows[0] ?? { isLatest: false, isOpen: false }
}

async function pauseChannel(tx: Tx, chat: ClaimedChat, until: Date): Promise<void> {
  await sql`update channel_health set paused_until = greatest(paused_until, ${until}::timestamptz)
    where account_id = ${chat.accountId} and channel_id = ${chat.channelId}`.execute(tx)
}
