import { sql, type RawBuilder } from 'kysely'
import type { Read, Tx } from './db.ts'

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
 * another one, and old cursors mean nothing there. After a crash PostgreSQL gives numbers of transactions anew that had been seen
 * but were not on its disk: cursors outside of the database, of browsers and of the tail, have an epoch that ends with a crash, while
 * the place of a consumer is lost together with what it had seen. `EPOCH.SNAPSHOT.SNAPSHOT.ID`: a reader that goes in portions from the first
 * snapshot to the second has seen of that way what has an id up to this.
 */
export type Cursor = string

export type ChangeRead = { cursor: Cursor; changes: Change[]; isTooOld: boolean }

/** `id`: null in the one row that says that there is nothing. */
type Row = Omit<Change, 'id'> & {
  id: number | null
  cursor: string
  isTooOld?: boolean
  isTaken?: boolean | null
}

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

/** PostgreSQL counts its statistics anew after a crash, and only then, if nobody tells it to. */
const liveEpoch = sql`md5(epoch || coalesce(pg_stat_get_bgwriter_stat_reset_time() at time zone 'utc' || '', ''))::uuid`

const cursorOf = (epoch: RawBuilder<unknown>): RawBuilder<Cursor> =>
  sql<Cursor>`(select ${epoch} || '.' || ${openSnapshot} from installation)`

/** The place of a consumer that begins at this very moment: what commits later is new. */
export const cursorNow = cursorOf(sql`epoch`)

async function readCursor(db: Read, cursor: RawBuilder<Cursor>): Promise<Cursor> {
  const { rows } = await sql<{ cursor: Cursor }>`select ${cursor} as cursor`.execute(db)
  return rows[0]?.cursor ?? ''
}

/** The same for who keeps his place himself. */
export const currentCursor = (db: Read): Promise<Cursor> => readCursor(db, cursorOf(liveEpoch))

/**
 * Reads what has come since `cursor`, in the order of ids, of one account or of all.
 * `isTooOld`: the cursor is of another database, its rows were pruned, or more than `most` rows came: load everything anew.
 */
export async function readChanges(
  db: Read,
  cursor: Cursor,
  { accountId, most }: { accountId?: number; most: number },
): Promise<ChangeRead> {
  const place = placeOf(cursor)
  if (!place) return { cursor: await currentCursor(db), changes: [], isTooOld: true }
  const read = await readRows(db, place, { accountId, most: most + 1, epoch: liveEpoch })
  return read.changes.length > most ? { ...read, changes: [], isTooOld: true } : read
}

/**
 * The same for a consumer, who may leave nothing out: at most `most` changes, and a cursor at which the rest is still new. Only changes of these
 * topics, without those that tell a state only.
 */
export async function readPortion(
  db: Read,
  cursor: Cursor,
  { topics, most }: { topics: readonly string[]; most: number },
): Promise<ChangeRead> {
  const place = placeOf(cursor)
  if (!place) return { cursor: await readCursor(db, cursorNow), changes: [], isTooOld: true }
  const epoch = sql`epoch`
  if (place.until === null) {
    const read = await readRows(db, place, { topics, most: most + 1, epoch })
    if (read.changes.length <= most) return read
    place.until = placeOf(read.cursor)?.from ?? null
  }
  const portion = await readRows(db, place, { topics, most, epoch })
  if (portion.isTooOld) return portion
  const { changes } = portion
  const way = { ...place, afterId: changes.at(-1)?.id ?? place.afterId }
  return { ...portion, cursor: changes.length < most ? endOf(way) : textOf(way) }
}

/**
 * The same in one statement, for a consumer that stands where he was believed to stand: locks his place, reads, and moves the place behind
 * what was read. Whenever the lock came, nobody has moved the place in between if it stands where it stood. The commit waits for no
 * disk: what a crash takes of the work it takes of the place too, and it is done again; and whoever builds on it commits later in the same
 * log, which keeps both. @returns null when it is not so plain and nothing was moved: another node is at work, or there is more to read.
 */
export async function takePortion(
  tx: Tx,
  {
    consumer,
    cursor,
    topics,
    most,
  }: { consumer: string; cursor: Cursor; topics: readonly string[]; most: number },
): Promise<ChangeRead | null> {
  const place = placeOf(cursor)
  if (!place || place.until !== null) return null
  const { rows } = await sql<Row>`
    with s as materialized (select epoch || '.' || ${openSnapshot} as cursor, epoch, pruned_to from installation),
      place as materialized (select cursor, ${withoutDisk} from consumers where name = ${consumer} for update skip locked),
      c as materialized (${newRows(place, { topics, most: most + 1 })}),
      t as materialized (
        select place.cursor = ${cursor} and not ${isLost(place)} and (select count(*) from c) <= ${most} as "isTaken" from s, place),
      moved as (
        update consumers o set cursor = s.cursor, at = now() from s, t where o.name = ${consumer} and t."isTaken" and o.cursor <> s.cursor)
    select t."isTaken", s.cursor, c.* from s left join t on true left join c on true order by c.id`.execute(
    tx,
  )
  const [first] = rows
  if (!first?.isTaken) return null
  return { cursor: first.cursor, changes: rows.flatMap(changeOf), isTooOld: false }
}

/** Said where a consumer's place is locked. */
export const withoutDisk = sql`set_config('synchronous_commit', 'off', true)`

type Wanted = {
  accountId?: number | undefined
  topics?: readonly string[]
  most: number
  epoch: RawBuilder<unknown>
}

/**
 * New is what was running at the last read and what has begun since; one statement sees one snapshot, so rows and cursor fit. On the
 * way to a snapshot: the first ones of what it sees.
 */
async function readRows(
  db: Read,
  place: Place,
  { accountId, topics, most, epoch }: Wanted,
): Promise<ChangeRead> {
  const { rows } = await sql<Row>`
    with s as materialized (select ${openSnapshot} as now, ${epoch} as epoch, pruned_to from installation)
    select s.epoch || '.' || s.now as cursor, ${isLost(place)} as "isTooOld", c.*
    from s left join lateral (${newRows(place, { accountId, topics, most })}) c on true
    order by c.id`.execute(db)
  const [first] = rows
  const isTooOld = first?.isTooOld === true
  return { cursor: first?.cursor ?? textOf(place), changes: isTooOld ? [] : rows.flatMap(changeOf), isTooOld }
}

function newRows(place: Place, { accountId, topics, most }: Omit<Wanted, 'epoch'>): RawBuilder<unknown> {
  const columns = sql`account_id as "accountId", txid::text, id, topic, number, chat_id as "chatId", message_id as "messageId",
    contact_id as "contactId", card_kind as "cardKind", card_id as "cardId", company_id as "companyId",
    user_id as "userId", event_id as "eventId", patch`
  const isOnTheWay = sql`and pg_visible_in_snapshot(txid, ${place.until}::pg_snapshot) and id > ${place.afterId}`
  const isWanted = sql`(${accountId ?? null}::bigint is null or account_id = ${accountId ?? null})
    and (${topics ?? null}::text[] is null
      or topic = any(${topics ?? null}::text[]) and patch is distinct from ${JSON.stringify(stateOnly)}::jsonb)
    ${place.until === null ? sql`` : isOnTheWay}`
  return sql`
    select ${columns} from changes
      where txid >= pg_snapshot_xmax(${place.from}::pg_snapshot) and ${isWanted}
    union all
    select ${columns} from changes
      where txid = any(array(select pg_snapshot_xip(${place.from}::pg_snapshot))) and ${isWanted}
    ${place.until === null ? sql`` : sql`order by id`} limit ${most}`
}

/** Whether what came since was pruned, or is of another database. */
function isLost({ epoch, from }: Place): RawBuilder<boolean> {
  return sql<boolean>`(${epoch}::uuid is distinct from s.epoch or s.pruned_to >= pg_snapshot_xmax(${from}::pg_snapshot)
    or s.pruned_to >= any(array(select pg_snapshot_xip(${from}::pg_snapshot))))`
}

function changeOf({ cursor: _cursor, isTooOld: _isTooOld, isTaken: _isTaken, ...row }: Row): Change[] {
  return row.id === null ? [] : [{ ...row, id: row.id }]
}

/** Whether a reader at this cursor has seen what the transaction wrote: the rule of PostgreSQL's snapshots. */
export function hasSeen(cursor: Cursor, txid: string): boolean {
  const place = placeOf(cursor)
  if (!place) return false
  const [xmin = '0', xmax = '0', running = ''] = place.from.split(':')
  const id = BigInt(txid)
  if (id < BigInt(xmin)) return true
  return id < BigInt(xmax) && !running.split(',').includes(txid)
}

type Place = { epoch: string; from: string; until: string | null; afterId: number }

function placeOf(cursor: Cursor): Place | null {
  const match = /^([0-9a-f-]{36})\.(\d+:\d+:[\d,]*)(?:\.(\d+:\d+:[\d,]*)\.(\d+))?$/.exec(cursor)
  const [, epoch, from, until = null, afterId = '0'] = match ?? []
  return epoch && from ? { epoch, from, until, afterId: Number(afterId) } : null
}

function textOf({ epoch, from, until, afterId }: Place): Cursor {
  return until === null ? `${epoch}.${from}` : `${epoch}.${from}.${until}.${afterId}`
}

/** The cursor of who has come to the end of his way. */
const endOf = ({ epoch, from, until }: Place): Cursor => `${epoch}.${until ?? from}`

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
