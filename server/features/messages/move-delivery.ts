import { sql } from 'kysely'
import { change } from '#lib/events'
import type { Tx } from '#lib/db'
import { settleMessageState } from './message-state.ts'

export type Receipt = {
  chatId: string
  state: 'delivered' | 'read'
  upTo: string | null
  externalId: string | null
}

/**
 * A receipt of the messenger: the part it names, or all up to one, are delivered or read. Receipts come in any order and
 * repeat: a state never goes back. A part we were unsure of has surely arrived.
 */
export async function moveDelivery(tx: Tx, accountId: number, receipt: Receipt): Promise<void> {
  const before =
    receipt.state === 'read'
      ? ['sending', 'uncertain', 'sent', 'delivered']
      : ['sending', 'uncertain', 'sent']
  const { rows } = await sql<{ messageId: string; number: number | null }>`
    update message_parts p set state = ${receipt.state}, fail_code = null
    from messages m
    where p.account_id = ${accountId} and p.chat_id = ${receipt.chatId} and p.state = any(${before}::text[])
      and m.account_id = p.account_id and m.id = p.message_id and m.direction = 'out'
      and (p.external_id = ${receipt.externalId} or (${receipt.upTo}::text is not null and (m.placed_at, m.external_seq, m.id) <= (
        select u.placed_at, u.external_seq, u.id from message_parts q
        join messages u on u.account_id = q.account_id and u.id = q.message_id
        where q.account_id = ${accountId} and q.chat_id = ${receipt.chatId} and q.external_id = ${receipt.upTo})))
    returning p.message_id as "messageId", m.number`.execute(tx)
  const moved = new Map(rows.map((row) => [row.messageId, row.number]))
  for (const [messageId, number] of moved) {
    await settleMessageState(tx, accountId, messageId)
    await change(tx, { accountId, topic: 'message.changed', number, chatId: receipt.chatId, messageId })
  }
}
