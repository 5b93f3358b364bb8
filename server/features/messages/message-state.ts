import { sql } from 'kysely'
import type { DeliveryState } from '#contract/messages'
import { stateOnly } from '#lib/changes'
import type { Tx } from '#lib/db'

/** The worst that holds of its parts is what a message says: trouble first, then the least advanced. */
export const worstFirst: readonly DeliveryState[] = [
  'failed',
  'uncertain',
  'queued',
  'sent',
  'delivered',
  'read',
]

/** A message of several parts says what its weakest part says. */
function stateOfParts(states: DeliveryState[]): DeliveryState {
  return worstFirst.find((state) => states.includes(state)) ?? 'queued'
}

/** Brings a message's state in line with its parts. @returns the state it has now. */
export async function settleMessageState(
  tx: Tx,
  accountId: number,
  messageId: string,
): Promise<DeliveryState> {
  const { rows } = await sql<{ state: DeliveryState }>`
    select state from message_parts where account_id = ${accountId} and message_id = ${messageId} and state is not null`.execute(
    tx,
  )
  const state = stateOfParts(rows.map((row) => row.state))
  await sql`update messages set state = ${state} where account_id = ${accountId} and id = ${messageId}
    and state is distinct from ${state}`.execute(tx)
  return state
}

export type MovedMessage = { messageId: string; chatId: string; number: number | null }

/** Brings these messages in line with their parts and tells the open browsers, in one statement. */
export async function tellStates(tx: Tx, accountId: number, moved: readonly MovedMessage[]): Promise<void> {
  const messages = [...new Map(moved.map((one) => [one.messageId, one])).values()]
  if (messages.length === 0) return
  await sql`
    with w as materialized (
      select t.message_id, t.chat_id, t.number, t.ord, (${worstFirst}::text[])[min(array_position(${worstFirst}::text[], p.state))] as state
      from unnest(${messages.map((one) => one.messageId)}::uuid[], ${messages.map((one) => one.chatId)}::uuid[],
        ${messages.map((one) => one.number)}::bigint[]) with ordinality t(message_id, chat_id, number, ord)
      cross join lateral (
        select p.state from message_parts p where p.account_id = ${accountId} and p.message_id = t.message_id and p.state is not null
        offset 0
      ) p
      group by 1, 2, 3, 4
    ), told as (
      insert into changes (account_id, topic, number, chat_id, message_id, patch)
      select ${accountId}, 'message.changed', number, chat_id, message_id, ${JSON.stringify(stateOnly)} from w order by ord
    )
    update messages m set state = w.state from w
    where m.account_id = ${accountId} and m.id = w.message_id and m.state is distinct from w.state`.execute(
    tx,
  )
}
