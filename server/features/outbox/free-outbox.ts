import { sql } from 'kysely'
import { markUncertain } from '#features/messages'
import type { Clock } from '#lib/clock'
import type { Freeing } from '#lib/nodes'

type Interrupted = {
  accountId: number
  messageId: string
  position: number
  chatId: string
  channelId: number
  number: number | null
}

/**
 * What a dead node was sending may have reached the client: it becomes uncertain and a person decides. Where the messenger
 * knows a repeated key it is sent again. Its chats are free at once.
 */
export function freeOutbox(deps: { clock: Clock; isIdempotent(channelKind: string): boolean }): Freeing {
  return async (tx, dead) => {
    const ids = dead.map((node) => node.id)
    const { rows } = await sql<Interrupted & { channelKind: string }>`
      select p.account_id as "accountId", p.message_id as "messageId", p.position, p.chat_id as "chatId",
        p.channel_id as "channelId", m.number, h.kind as "channelKind"
      from outbox o
      join message_parts p on p.account_id = o.account_id and p.chat_id = o.chat_id and p.state = 'sending'
      join messages m on m.account_id = p.account_id and m.id = p.message_id
      join channels h on h.account_id = p.account_id and h.id = p.channel_id
      where o.node_id = any(${ids}::uuid[])
      order by p.account_id, p.chat_id for update of o`.execute(tx)
    for (const part of rows) {
      if (!deps.isIdempotent(part.channelKind)) await markUncertain(tx, part, deps.clock())
      else {
        await sql`update message_parts set state = 'queued' where account_id = ${part.accountId}
          and message_id = ${part.messageId} and position = ${part.position}`.execute(tx)
      }
    }
    await sql`update outbox set node_id = null, claimed_at = null where node_id = any(${ids}::uuid[])`.execute(
      tx,
    )
  }
}
