import { sql } from 'kysely'
import { uuidv7 } from '#lib/crypto'
import type { Read, Tx } from '#lib/db'
import type { ConversationState } from './conversation-state.ts'
import { stateColumns } from './lock-conversation.ts'

/**
 * Records that the time to answer was exceeded, of up to `most` waits of all accounts. It waits for nobody: whose row is locked
 * is being answered in this moment, and whoever ends a wait after its due time records it himself (`keepWait`), so that it is
 * recorded once, by either. @returns how many were recorded.
 */
export async function recordMissed(tx: Tx, now: Date, most: number): Promise<number> {
  const rows = await lockDue(tx, now, most)
  if (rows.length === 0) return 0
  await sql`update conversations v set missed_at = ${now}
    from unnest(${rows.map((row) => row.accountId)}::bigint[], ${rows.map((row) => row.number)}::bigint[]) m(account_id, number)
    where v.account_id = m.account_id and v.number = m.number`.execute(tx)
  await tellMissed(tx, rows)
  return rows.length
}

/** Waits that have run out and are not recorded yet, locked; those that somebody else holds are passed over. */
export async function lockDue(tx: Read, now: Date, most: number): Promise<ConversationState[]> {
  const { rows } = await sql<ConversationState>`
    select ${stateColumns('v')} from conversations v where v.due_at < ${now} and v.missed_at is null
    order by v.due_at limit ${most} for no key update skip locked`.execute(tx)
  return rows
}

/** When the next wait runs out, of all accounts; null: none has a limit. */
export async function findNextDue(db: Read): Promise<Date | null> {
  const { rows } = await sql<{ dueAt: Date }>`
    select due_at as "dueAt" from conversations where due_at is not null and missed_at is null
    order by due_at limit 1`.execute(db)
  return rows[0]?.dueAt ?? null
}

/** The fact, at the time at which it came true, however much later it is written (R7). */
export async function tellMissed(tx: Tx, states: ConversationState[]): Promise<void> {
  const facts = states.map((state) => ({
    account: state.accountId,
    id: uuidv7(),
    at: state.dueAt,
    number: state.number,
    chat: state.chatId,
    contact: state.contactId,
    cardKind: state.card?.kind ?? null,
    card: state.card?.id ?? null,
    channel: state.channelId,
    after: { waitingSince: state.waitingSince, dueAt: state.dueAt, limitMinutes: state.limitMinutes },
  }))
  await sql`
    with f as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) f(account bigint, id uuid, at timestamptz, number bigint,
        chat uuid, contact bigint, "cardKind" text, card bigint, channel bigint, after jsonb)
    ), new_events as (
      insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, number, contact_id, card_kind,
        card_id, channel_id, after)
      select account, at, id, 'response_time.exceeded', 'system', 'rule', 'conversation', number::text, number, contact,
        "cardKind", card, channel, after from f
    )
    insert into changes (account_id, topic, number, chat_id, contact_id, card_kind, card_id, event_id)
    select account, 'response_time.exceeded', number, chat, contact, "cardKind", card, id from f`.execute(tx)
}
