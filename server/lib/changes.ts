import { sql } from 'kysely'
import type { Read } from './db.ts'

/** One row of the live log. `topic` is an event's type or a topic of `ChangeTopic`. */
export type Change = {
  accountId: number
  /** The transaction that wrote it, as decimal digits. */
  txid: string
  id: number
  topic: string
  number: number | null
  chatId: string | null
  messageId: string | null
  contactId: number | null
  cardKind: 'deal' | 'customer' | null
  cardId: number | null
  companyId: number | null
  userId: number | null
  eventId: string | null
  patch: Record<string, unknown> | null
}

/** The `patch` of a `message.changed` that tells how far the message got and nothing else of it. */
export const stateOnly = { only: 'state' } as const

export function isStateOnly({ topic, patch }: Change): boolean {
  return topic === 'message.changed' && patch?.['only'] === stateOnly.only
}

/**
 * Where a reader of the log stands: `EPOCH.SNAPSHOT`. A row's id is no cursor, because a lower id can commit later; the
 * snapshot of the last read says exactly which transactions were seen. The epoch names the database: a restored copy has
 * another one, and old cursors mean nothing there.
 */
export type Cursor = string

export type ChangeRead = { cursor: Cursor; changes: Change[]; isTooOld: boolean }

type Row = Omit<Change, 'id'> & { cursor: string; isTooOld: boolean; id: number | null }

/**
 * The snapshot of this very moment, in which the reader's own transaction counts as running like any other: PostgreSQL leaves it out,
 * as seen, although it has not written everything yet. A consumer of reactions would miss what its own work tells.
 */
const openSnapshot = sql<string>`(
  select case when own < pg_snapshot_xmax(now)
    then least(own, pg_snapshot_xmin(now)) || ':' || pg_snapshot_xmax(now) || ':' || (
      select string_agg(id::text, ',' order by id) from (select pg_snapshot_xip(now) as id union all select own) running)
    else now::text end
  from (select pg_current_snapshot() as now, pg_current_xact_id_if_assigned() as own) seen)`

/** The cursor of this very moment: what commits later is new. */
export const cursorNow = sql<Cursor>`(select epoch || '.' || ${openSnapshot} from installation)`

export async function currentCursor(db: Read): Promise<Cursor> {
  const { rows } = await sql<{ cursor: Cursor }>`select ${cursorNow} as cursor`.execute(db)
  return rows[0]?.cursor ?? ''
}

/**
 * Reads what has come since `cursor`, in the order of ids, of one account or of all. `topics`: only of these, and without changes
 * that tell a state only.
 * `isTooOld`: the cursor is of another database, its rows were pruned, or more than `most` rows came: load everything anew.
 */
export async function readChanges(
  db: Read,
  cursor: Cursor,
  options: { accountId?: number; topics?: readonly string[]; most?: number } = {},
): Promise<ChangeRead> {
  const most = options.most ?? 1_000_000
  const [epoch, snapshot] = splitCursor(cursor)
  if (!epoch || !snapshot) return { cursor: await currentCursor(db), changes: [], isTooOld: true }
  const { accountId = null, topics = null } = options
  const rows = await readRows(db, { epoch, snapshot, accountId, topics, limit: most + 1 })
  const changes = rows.flatMap(({ cursor: _cursor, isTooOld: _isTooOld, ...row }): Change[] =>
    row.id === null ? [] : [{ ...row, id: row.id }],
  )
  const first = rows[0]
  const isTooOld = first?.isTooOld === true || changes.length > most
  return { cursor: first?.cursor ?? cursor, changes: isTooOld ? [] : changes, isTooOld }
}

type Place = {
  epoch: string
  snapshot: string
  accountId: number | null
  topics: readonly string[] | null
  limit: number
}

// New is what was running at the last read and what has begun since; one statement sees one snapshot, so rows and cursor fit.
async function readRows(db: Read, place: Place): Promise<Row[]> {
  const columns = sql`account_id as "accountId", txid::text, id, topic, number, chat_id as "chatId", message_id as "messageId",
    contact_id as "contactId", card_kind as "cardKind", card_id as "cardId", company_id as "companyId",
    user_id as "userId", event_id as "eventId", patch`
  const isWanted = sql`(${place.accountId}::bigint is null or account_id = ${place.accountId})
    and (${place.topics}::text[] is null
      or topic = any(${place.topics}::text[]) and patch is distinct from ${JSON.stringify(stateOnly)}::jsonb)`
  const { rows } = await sql<Row>`
    with s as materialized (select ${openSnapshot} as now, i.epoch, i.pruned_to from installation i)
    select s.epoch || '.' || s.now as cursor,
      (${place.epoch}::uuid is distinct from s.epoch or s.pruned_to >= pg_snapshot_xmax(${place.snapshot}::pg_snapshot)
        or s.pruned_to >= any(array(select pg_snapshot_xip(${place.snapshot}::pg_snapshot)))) as "isTooOld", c.*
    from s left join lateral (
      select ${columns} from changes
        where txid >= pg_snapshot_xmax(${place.snapshot}::pg_snapshot) and ${isWanted}
      union all
      select ${columns} from changes
        where txid = any(array(select pg_snapshot_xip(${place.snapshot}::pg_snapshot))) and ${isWanted}
      limit ${place.limit}
    ) c on true
    order by c.id`.execute(db)
  return rows
}

/** Whether a reader at this cursor has seen what the transaction wrote: the rule of PostgreSQL's snapshots. */
export function hasSeen(cursor: Cursor, txid: string): boolean {
  const [, snapshot] = splitCursor(cursor)
  if (!snapshot) return false
  const [xmin = '0', xmax = '0', running = ''] = snapshot.split(':')
  const id = BigInt(txid)
  if (id < BigInt(xmin)) return true
  return id < BigInt(xmax) && !running.split(',').includes(txid)
}

function splitCursor(cursor: Cursor): [string, string] | [null, null] {
  const match = /^([0-9a-f-]{36})\.(\d+:\d+:[\d,]*)$/.exec(cursor)
  return match?.[1] && match[2] ? [match[1], match[2]] : [null, null]
}

/** Deletes changes older than `before` and remembers how far, so that older cursors are told to reload. */
export async function pruneChanges(db: Read, before: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (delete from changes where at < ${before} returning txid),
      mark as (
        update installation set pruned_to = greatest(pruned_to, (select max(txid) from gone)) where exists (select from gone)
      )
    select count(*)::int as count from gone`.execute(db)
  return rows[0]?.count ?? 0
}
