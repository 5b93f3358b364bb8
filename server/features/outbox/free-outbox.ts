import { sql } from 'kysely'
import { lockChatOf, markUncertain, settleMessageState } from '#features/messages'
import type { Clock } from '#lib/clock'
import type { Tx } from '#lib/db'
import type { Freeing } from '#lib/nodes'

type Held = { accountId: number; chatId: string }

type Interrupted = Held & {
  messageId: string
  position: number
  channelId: number
  number: number | null
  channelKind: string
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
    for (const chat of held) await freeChat(tx, deps, chat)
  }
}

const isOrphaned = sql<boolean>`o.node_id is not null and not exists (select from nodes n where n.id = o.node_id)`

async function freeChat(tx: Tx, deps: Parameters<typeof freeOutbox>[0], chat: Held): Promise<void> {
  // Chat, then outbox: the order of those who send.
  await lockChatOf(tx, chat)
  if (!(await lockClaim(tx, chat))) return
  for (const part of await listInterrupted(tx, chat)) {
    await sql`update delivery_attempts set ended_at = ${deps.clock()}, outcome = 'unknown', code = 'process_died'
      where account_id = ${part.accountId} and message_id = ${part.messageId} and position = ${part.position}
        and ended_at is null`.execute(tx)
    if (!deps.isIdempotent(part.channelKind)) await markUncertain(tx, part, deps.clock())
    else {
      await sql`update message_parts set state = 'queued' where account_id = ${part.accountId}
        and message_id = ${part.messageId} and position = ${part.position}`.execute(tx)
      await settleMessageState(tx, part.accountId, part.messageId)
    }
  }
  await sql`update outbox set node_id = null, claimed_at = null
    where account_id = ${chat.accountId} and chat_id = ${chat.chatId}`.execute(tx)
}

/** @returns false when somebody else has freed it meanwhile. */
async function lockClaim(tx: Tx, chat: Held): Promise<boolean> {
  const { rows } =
    await sql`select from outbox o where o.account_id = ${chat.accountId} and o.chat_id = ${chat.chatId}
    and ${isOrphaned} for update of o`.execute(tx)
  return rows.length > 0
}

async function listInterrupted(tx: Tx, chat: Held): Promise<Interrupted[]> {
  const { rows } = await sql<Interrupted>`
    select p.account_id as "accountId", p.message_id as "messageId", p.position, p.chat_id as "chatId",
      p.channel_id as "channelId", m.number, h.kind as "channelKind"
    from message_parts p
    join messages m on m.account_id = p.account_id and m.id = p.message_id
    join channels h on h.account_id = p.account_id and h.id = p.channel_id
    where p.account_id = ${chat.accountId} and p.chat_id = ${chat.chatId} and p.state = 'sending'
    order by p.message_id, p.position`.execute(tx)
  return rows
}
