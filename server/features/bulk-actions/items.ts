import { sql, type RawBuilder } from 'kysely'
import type { BulkReason } from '#contract/bulk-actions'
import type { Read, Tx } from '#lib/db'

export type Item = { number: number; seenMessageId: string | null }
/** What became of an item; `before`: what undoing puts back. */
export type Outcome = { number: number } & (
  | { outcome: 'done'; before: Record<string, unknown> }
  | { outcome: 'skipped' | 'failed'; reason: BulkReason }
)
type Of = { accountId: number; actionId: string }

/**
 * Takes in the conversations of a condition on `v`, as they stood when the action began: what came later is none of it, and of
 * what the client has written since nothing counts as seen. @returns how many.
 */
export async function insertItems(
  tx: Tx,
  { accountId, actionId }: Of,
  condition: RawBuilder<boolean>,
  at: Date,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with added as (
      insert into bulk_items (account_id, action_id, number, seen_message_id)
      select ${accountId}, ${actionId}, v.number, m.id from conversations v
      left join messages m on m.account_id = v.account_id and m.id = v.last_incoming_id and m.received_at <= ${at}
      where v.account_id = ${accountId} and v.opened_at <= ${at} and ${condition}
      on conflict do nothing
      returning 1
    )
    select count(*)::int as count from added`.execute(tx)
  return rows[0]?.count ?? 0
}

export async function nextItems(tx: Tx, { accountId, actionId }: Of, most: number): Promise<Item[]> {
  const { rows } = await sql<Item>`
    select number, seen_message_id as "seenMessageId" from bulk_items
    where account_id = ${accountId} and action_id = ${actionId} and outcome is null order by number limit ${most}`.execute(
    tx,
  )
  return rows
}

export async function saveOutcomes(tx: Tx, { accountId, actionId }: Of, outcomes: Outcome[]): Promise<void> {
  await sql`update bulk_items i set outcome = o.outcome, reason = o.reason, before = o.before
    from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as o (number bigint, outcome text, reason text, before jsonb)
    where i.account_id = ${accountId} and i.action_id = ${actionId} and i.number = o.number`.execute(tx)
}

export type DoneItem = { number: number; before: Record<string, unknown> }

export async function nextToUndo(tx: Tx, { accountId, actionId }: Of, most: number): Promise<DoneItem[]> {
  const { rows } = await sql<DoneItem>`
    select number, before from bulk_items
    where account_id = ${accountId} and action_id = ${actionId} and outcome = 'done' and undo is null
    order by number limit ${most}`.execute(tx)
  return rows
}

export async function saveUndone(
  tx: Tx,
  { accountId, actionId }: Of,
  number: number,
  undo: 'undone' | 'kept',
): Promise<void> {
  await sql`update bulk_items set undo = ${undo}
    where account_id = ${accountId} and action_id = ${actionId} and number = ${number}`.execute(tx)
}

/** What was left as it was, in the order of numbers from `after` on. */
export async function listLeft(
  db: Read,
  { accountId, actionId }: Of,
  { after, most }: { after: number; most: number },
): Promise<{ number: number; reason: BulkReason }[]> {
  const { rows } = await sql<{ number: number; reason: BulkReason }>`
    select number, reason from bulk_items where account_id = ${accountId} and action_id = ${actionId} and number > ${after}
      and outcome in ('skipped', 'failed') order by number limit ${sql.lit(most)}`.execute(db)
  return rows
}
