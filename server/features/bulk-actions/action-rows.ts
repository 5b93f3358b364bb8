import { sql } from 'kysely'
import { bulkChange, undoableKinds, type BulkAction, type BulkChange } from '#contract/bulk-actions'
import type { ConversationFilter } from '#contract/conversation-filter'
import type { Read, Tx } from '#lib/db'
import { change } from '#lib/events'

export type ActionRow = {
  id: string
  change: BulkChange
  filter: ConversationFilter | null
  byUserId: number
  at: Date
  state: BulkAction['state']
  total: number
  done: number
  skipped: number
  failed: number
  undone: number
  kept: number
  endedAt: Date | null
}

const columns = sql`id, change, filter, by_user_id as "byUserId", at, state, total, done, skipped, failed, undone, kept,
  ended_at as "endedAt"`

/** For so long the end of an action is shown to who has not put it away. */
const shownHours = 24

export async function lockAction(tx: Tx, accountId: number, id: string): Promise<ActionRow | null> {
  const { rows } = await sql<ActionRow>`select ${columns} from bulk_actions
    where account_id = ${accountId} and id = ${id} for update`.execute(tx)
  return rows[0] ?? null
}

/** Those that go on, and those that have ended lately and were not put away; the newest first. */
export async function listActionsOf(
  db: Read,
  { accountId, userId }: { accountId: number; userId: number },
  now: Date,
): Promise<ActionRow[]> {
  const since = new Date(now.getTime() - shownHours * 60 * 60 * 1000)
  const { rows } = await sql<ActionRow>`select ${columns} from bulk_actions
    where account_id = ${accountId} and by_user_id = ${userId} and put_away_at is null
      and (ended_at is null or ended_at > ${since})
    order by at desc, id limit 20`.execute(db)
  return rows
}

/** @returns whether it is new: a repeat of an id is the same action. */
export async function insertAction(
  tx: Tx,
  accountId: number,
  {
    id,
    change: what,
    filter,
    byUserId,
    at,
    state,
  }: Pick<ActionRow, 'id' | 'change' | 'filter' | 'byUserId' | 'at' | 'state'>,
): Promise<boolean> {
  const { rows } = await sql`insert into bulk_actions (account_id, id, change, filter, by_user_id, at, state)
    values (${accountId}, ${id}, ${JSON.stringify(what)}::jsonb, ${filter && JSON.stringify(filter)}::jsonb, ${byUserId}, ${at}, ${state})
    on conflict (account_id, id) do nothing returning id`.execute(tx)
  return rows.length > 0
}

/** Writes how far it has come, and tells its author in all his windows. */
export async function saveAction(tx: Tx, accountId: number, row: ActionRow): Promise<void> {
  await sql`update bulk_actions set state = ${row.state}, total = ${row.total}, done = ${row.done}, skipped = ${row.skipped},
      failed = ${row.failed}, undone = ${row.undone}, kept = ${row.kept}, ended_at = ${row.endedAt}
    where account_id = ${accountId} and id = ${row.id}`.execute(tx)
  await tellAuthor(tx, accountId, row)
}

/** `isAway`: he has seen how it ended, and no window shows it any more. */
export async function tellAuthor(tx: Tx, accountId: number, row: ActionRow, isAway = false): Promise<void> {
  const patch = { action: toBulkAction(row), isAway }
  await change(tx, { accountId, topic: 'bulk_action', userId: row.byUserId, patch })
}

export function toBulkAction(row: ActionRow): BulkAction {
  const what = bulkChange.parse(row.change)
  const { filter: _filter, byUserId: _by, at, endedAt, ...counts } = row
  return {
    ...counts,
    change: what,
    at: at.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    canUndo: canUndo(row),
  }
}

export function canUndo({
  change: { kind },
  state,
  done,
}: Pick<ActionRow, 'change' | 'state' | 'done'>): boolean {
  return undoableKinds.includes(kind) && (state === 'done' || state === 'stopped') && done > 0
}
