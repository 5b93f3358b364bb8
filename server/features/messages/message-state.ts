import { sql } from 'kysely'
import type { DeliveryState } from '#contract/messages'
import type { Tx } from '#lib/db'

/** The worst that holds of its parts is what a message says: trouble first, then the least advanced. */
export const worstFirst: readonly DeliveryState[] = [
  'failed',
  'uncertain',
  'sending',
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
