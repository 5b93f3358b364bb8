import { sql } from 'kysely'
import { mostCounted, type DeadLetterView } from '#contract/dead-letters'
import type { Read, Tx } from '#lib/db'
import { pageRows, placeOf, readPlace } from '#lib/keyset'

const waiting = sql<boolean>`d.replayed_at is null and d.deleted_at is null`

type Row = Omit<DeadLetterView, 'at' | 'triedAt'> & { at: Date; triedAt: Date | null; place: string }

/** What waits, newest first. */
export async function listLetters(
  db: Read,
  accountId: number,
  request: { cursor?: string; limit: number },
): Promise<{ items: DeadLetterView[]; next: string | null }> {
  const place = readPlace(request.cursor)
  const after = place ? sql`(d.at, d.id) < (${place.at}, ${place.id})` : sql`true`
  const { rows } = await sql<Row>`
    with page as materialized (
      select d.* from dead_letters d where d.account_id = ${accountId} and ${waiting} and ${after}
      order by d.at desc, d.id desc limit ${pageRows(request.limit)}
    ), sorts as materialized (
      select k.error_key, (select count(*)::int from (
          select from dead_letters d where d.account_id = ${accountId} and d.error_key = k.error_key and ${waiting}
          limit ${sql.lit(mostCounted)}) counted) as alike
      from (select distinct error_key from page) k
    )
    select d.id, jsonb_build_object('id', c.id, 'kind', c.kind, 'name', c.name) as channel, d.kind, d.reason, d.error, d.at,
      d.size_bytes as "sizeBytes", d.tries, d.tried_at as "triedAt", s.alike, ${placeOf(sql`d.at`, sql`d.id`)} as place
    from page d join sorts s using (error_key)
    join channels c on c.account_id = ${accountId} and c.id = d.channel_id
    order by d.at desc, d.id desc`.execute(db)
  const page = rows.slice(0, request.limit)
  return {
    items: page.map(({ place: _place, at, triedAt, ...row }) => ({
      ...row,
      at: at.toISOString(),
      triedAt: triedAt?.toISOString() ?? null,
    })),
    next: rows.length > request.limit ? (page.at(-1)?.place ?? null) : null,
  }
}

export async function countLetters(db: Read, accountId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from dead_letters d where d.account_id = ${accountId} and ${waiting} limit ${sql.lit(mostCounted)}) counted`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

export type Letter = {
  id: number
  channelId: number
  /** null: it was taken or deleted. */
  rawSealed: string | null
  at: Date
  isTaken: boolean
  isDeleted: boolean
  errorKey: string
}

const columns = sql`d.id, d.channel_id as "channelId", d.raw_sealed as "rawSealed", d.at,
  d.replayed_at is not null as "isTaken", d.deleted_at is not null as "isDeleted", d.error_key as "errorKey"`

export async function findLetter(db: Read, accountId: number, letterId: number): Promise<Letter | null> {
  const { rows } = await sql<Letter>`select ${columns} from dead_letters d
    where d.account_id = ${accountId} and d.id = ${letterId}`.execute(db)
  return rows[0] ?? null
}

/** Under its lock: whoever tries it at the same time waits. */
export async function lockLetter(tx: Tx, accountId: number, letterId: number): Promise<Letter | null> {
  const { rows } = await sql<Letter>`select ${columns} from dead_letters d
    where d.account_id = ${accountId} and d.id = ${letterId} for update`.execute(tx)
  return rows[0] ?? null
}

/** Of those that wait with the same error, the next after an id, in the order in which they came. */
export async function listAlike(
  db: Read,
  accountId: number,
  errorKey: string,
  after: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select d.id from dead_letters d
    where d.account_id = ${accountId} and d.error_key = ${errorKey} and ${waiting} and d.id > ${after}
    order by d.id limit ${limit}`.execute(db)
  return rows.map((row) => row.id)
}

type End = { by: number; at: Date }

/** It was taken: who had it taken and when stay, its content goes. */
export async function markTaken(tx: Tx, accountId: number, letterId: number, end: End): Promise<void> {
  await sql`update dead_letters set replayed_at = ${end.at}, replayed_by = ${end.by}, raw_sealed = null, raw_key = null,
      tries = tries + 1, tried_at = ${end.at}
    where account_id = ${accountId} and id = ${letterId}`.execute(tx)
}

export async function markDeleted(tx: Tx, accountId: number, letterId: number, end: End): Promise<void> {
  await sql`update dead_letters set deleted_at = ${end.at}, deleted_by = ${end.by}, raw_sealed = null, raw_key = null
    where account_id = ${accountId} and id = ${letterId}`.execute(tx)
}

export async function markFailed(
  tx: Tx,
  accountId: number,
  letterId: number,
  trouble: { error: string; error_key: string },
  at: Date,
): Promise<void> {
  await sql`update dead_letters d set tries = tries + 1, tried_at = ${at}, error = ${trouble.error},
      error_key = ${trouble.error_key}
    where d.account_id = ${accountId} and d.id = ${letterId} and ${waiting}`.execute(tx)
}
