import { sql, type RawBuilder } from 'kysely'
import { lockChatOf, markUncertain } from '#features/messages'
import type { Clock } from '#lib/clock'
import { inTransaction, type Tx } from '#lib/db'
import type { Freeing } from '#lib/nodes'
import type { ClaimedChat } from './claim-chats.ts'
import type { OutboxDeps } from './outbox.ts'
import { notSending } from './release-chat.ts'

type Held = { accountId: number; chatId: string }

/** Which claim ends, and what the attempt on its way ended with. */
type Ending = { isHeld: RawBuilder<boolean>; code: 'process_died' | 'not_recorded' }

type Interrupted = Held & {
  messageId: string
  position: number
  channelId: number
  number: number | null
  channelKind: string
  isQueued: boolean
}

/**
 * Frees the chats that no living node holds. What was being sent may have reached the client: it becomes uncertain and a
 * person decides; where the messenger knows a repeated key it is sent again. It looks at the claims themselves, not at the
 * list of the dead: a claim can be written by the last breath of a process that was freed already.
 */
export function freeOutbox(deps: { clock: Clock; isIdempotent(channelKind: string): boolean }): Freeing {
  return async (tx) => {
    const { rows: held } = await sql<Held>`
      select o.account_id as "accountId", o.chat_id as "chatId" from outbox o
      where ${isOrphaned} order by o.account_id, o.chat_id`.execute(tx)
    for (const chat of held) await freeChat(tx, deps, chat, { isHeld: isOrphaned, code: 'process_died' })
  }
}

const isOrphaned = sql<boolean>`o.node_id is not null and not exists (select from nodes n where n.id = o.node_id)`

/**
 * The same for a chat that this living process has claimed and delivers no more, since the outcome of a part could not be written. A
 * claim that is another's by now is left alone.
 */
export async function freeBroken(deps: OutboxDeps, chat: ClaimedChat): Promise<void> {
  const channel = await deps.connect(chat.accountId, chat.channelId)
  const isIdempotent = channel?.messenger.capabilities.isIdempotent ?? false
  const isHeld = sql<boolean>`o.node_id = ${deps.nodeId} and o.claimed_at = ${chat.claimedAt}::timestamptz`
  await inTransaction(deps.db, (tx) =>
    freeChat(tx, { clock: deps.clock, isIdempotent: () => isIdempotent }, chat, {
      isHeld,
      code: 'not_recorded',
    }),
  )
}

async function freeChat(
  tx: Tx,
  deps: Parameters<typeof freeOutbox>[0],
  chat: Held,
  { isHeld, code }: Ending,
): Promise<void> {
  // Chat, then outbox: the order of those who send.
  await lockChatOf(tx, chat)
  if (!(await lockClaim(tx, chat, isHeld))) return
  const part = await endInterrupted(tx, chat, code, deps.clock())
  // What is not queued any more was told of by other roads meanwhile.
  if (part?.isQueued && !deps.isIdempotent(part.channelKind)) await markUncertain(tx, part, deps.clock())
  await sql`update outbox set node_id = null, claimed_at = null, ${notSending}
    where account_id = ${chat.accountId} and chat_id = ${chat.chatId}`.execute(tx)
}

/** @returns false when somebody else has freed it meanwhile. */
async function lockClaim(tx: Tx, chat: Held, isHeld: Ending['isHeld']): Promise<boolean> {
  const { rows } =
    await sql`select from outbox o where o.account_id = ${chat.accountId} and o.chat_id = ${chat.chatId}
    and ${isHeld} for update of o`.execute(tx)
  return rows.length > 0
}

/** Keeps that the outcome of what was on its way is unknown. @returns it; null: nothing was. */
async function endInterrupted(
  tx: Tx,
  chat: Held,
  code: Ending['code'],
  now: Date,
): Promise<Interrupted | null> {
  const { rows } = await sql<Interrupted>`
    with o as materialized (
      select * from outbox o where o.account_id = ${chat.accountId} and o.chat_id = ${chat.chatId} and o.sending_message_id is not null
    ), ended as (
      insert into delivery_attempts (account_id, message_id, position, attempt, node_id, started_at, ended_at, outcome, code)
      select account_id, sending_message_id, sending_position, sending_attempt, node_id, sending_since, ${now}, 'unknown', ${code}::text
      from o on conflict do nothing
    )
    select p.account_id as "accountId", p.message_id as "messageId", p.position, p.chat_id as "chatId",
      p.channel_id as "channelId", m.number, h.kind as "channelKind", p.state = 'queued' as "isQueued"
    from o join message_parts p on p.account_id = o.account_id and p.message_id = o.sending_message_id and p.position = o.sending_position
    join messages m on m.account_id = p.account_id and m.id = p.message_id
    join channels h on h.account_id = p.account_id and h.id = p.channel_id`.execute(tx)
  return rows[0] ?? null
}
