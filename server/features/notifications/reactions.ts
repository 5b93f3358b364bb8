import { sql } from 'kysely'
import type { Change } from '#lib/changes'
import { uuidv7 } from '#lib/crypto'
import type { Tx } from '#lib/db'
import { change } from '#lib/events'
import type { Reactions } from '#lib/reactions'
import { findRecipients } from '#features/conversations'

/** Who is told of what; each batch of changes is handled by a few statements. */
export const reactions: Reactions = {
  'message.received': notify,
  'conversation.read': clear,
}

/**
 * A client's message notifies those it is meant for (R9), one unread notification per user and conversation: floods
 * collapse. What was read meanwhile notifies nobody.
 */
async function notify(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, numbers] of numbersByAccount(changes)) {
    const { rows } = await sql<{
      number: number
    }>`select number from conversations where account_id = ${accountId}
      and number = any(${numbers}::bigint[]) and read_at is null and closed_at is null`.execute(tx)
    const recipients = await findRecipients(
      tx,
      accountId,
      rows.map((row) => row.number),
    )
    if (recipients.length === 0) continue
    const { rows: told } = await sql<{ userId: number; number: number }>`
      insert into notifications (account_id, id, user_id, kind, number, at)
      select ${accountId}, r.id, r."userId", 'incoming', r.number, v.last_message_at
      from jsonb_to_recordset(${JSON.stringify(recipients.map((one) => ({ ...one, id: uuidv7() })))}::jsonb)
        r(id uuid, "userId" bigint, number bigint)
      join conversations v on v.account_id = ${accountId} and v.number = r.number
      order by r."userId", r.number
      on conflict (account_id, user_id, kind, number) where read_at is null do nothing
      returning user_id as "userId", number`.execute(tx)
    for (const one of told)
      await change(tx, { accountId, topic: 'notification.changed', userId: one.userId, number: one.number })
  }
}

/** Reading, answering, "no reply needed" and closing clear the conversation's notifications of everybody, everywhere. */
async function clear(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, numbers] of numbersByAccount(changes)) {
    const { rows } = await sql<{ userId: number; number: number }>`
      update notifications n set read_at = now() from conversations v
      where n.account_id = ${accountId} and n.number = any(${numbers}::bigint[]) and n.read_at is null
        and v.account_id = n.account_id and v.number = n.number and (v.read_at is not null or v.closed_at is not null)
      returning n.user_id as "userId", n.number`.execute(tx)
    for (const one of rows)
      await change(tx, { accountId, topic: 'notification.changed', userId: one.userId, number: one.number })
  }
}

function numbersByAccount(changes: Change[]): Map<number, number[]> {
  const numbers = new Map<number, Set<number>>()
  for (const { accountId, number } of changes) {
    if (number !== null) numbers.set(accountId, (numbers.get(accountId) ?? new Set()).add(number))
  }
  return new Map([...numbers].map(([accountId, set]) => [accountId, [...set]]))
}
