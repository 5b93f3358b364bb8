import { sql } from 'kysely'
import { change } from '#lib/events'
import type { Tx } from '#lib/db'
import { isBeingSent, keepEarly } from './early-receipts.ts'
import { settleMessageState } from './message-state.ts'

export type Receipt = {
  chatId: string
  state: 'delivered' | 'read'
  upTo: string | null
  externalId: string | null
}

type Moved = { messageId: string; number: number | null }

/**
 * A receipt of the messenger: the part it names, or all up to one, are delivered or read. Receipts come in any order and
 * repeat, and before the answer to our call: a state never goes back, and none is lost.
 */
export async function moveDelivery(tx: Tx, accountId: number, receipt: Receipt): Promise<void> {
  const { chatId, state, externalId, upTo } = receipt
  const moved = upTo === null ? [] : await moveUpTo(tx, accountId, chatId, state, upTo)
  if (externalId !== null) {
    const named = await moveNamed(tx, accountId, chatId, state, externalId)
    moved.push(...named)
    // Whoever holds the part that is being sent decides: its answer is kept before this look, or finds what is kept now.
    if (named.length === 0 && (await isBeingSent(tx, accountId, chatId))) {
      const late = await moveNamed(tx, accountId, chatId, state, externalId)
      moved.push(...late)
      if (late.length === 0) await keepEarly(tx, { accountId, chatId, externalId, state, code: null })
    }
  }
  for (const [messageId, number] of new Map(moved.map((one) => [one.messageId, one.number]))) {
    await settleMessageState(tx, accountId, messageId)
    await change(tx, { accountId, topic: 'message.changed', number, chatId, messageId })
  }
}

/** A part we were unsure of has surely arrived when its own id is told. */
async function moveNamed(
  tx: Tx,
  accountId: number,
  chatId: string,
  state: Receipt['state'],
  externalId: string,
): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    update message_parts p set state = ${state}, fail_code = null from messages m
    where p.account_id = ${accountId} and p.chat_id = ${chatId} and p.external_id = ${externalId}
      and (p.state in ('sending', 'uncertain', 'sent') or (p.state = 'delivered' and ${state}::text = 'read'))
      and m.account_id = p.account_id and m.id = p.message_id and m.direction = 'out'
    returning p.message_id as "messageId", m.number`.execute(tx)
  return rows
}

async function moveUpTo(
  tx: Tx,
  accountId: number,
  chatId: string,
  state: Receipt['state'],
  upTo: string,
): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    update message_parts p set state = ${state}, fail_code = null from messages m
    where p.account_id = ${accountId} and p.chat_id = ${chatId} and p.state in ('sent', 'delivered')
      and (p.state = 'sent' or ${state}::text = 'read')
      and m.account_id = p.account_id and m.id = p.message_id and m.direction = 'out'
      and (m.placed_at, m.external_seq, m.id) <= (
        select u.placed_at, u.external_seq, u.id from message_parts q
        join messages u on u.account_id = q.account_id and u.id = q.message_id
        where q.account_id = ${accountId} and q.chat_id = ${chatId} and q.external_id = ${upTo})
    returning p.message_id as "messageId", m.number`.execute(tx)
  return rows
}
