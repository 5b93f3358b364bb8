import { sql } from 'kysely'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { addJob } from '#lib/jobs'
import { indexMessages, portion } from './index-messages.ts'
import { fullSlice } from './slices.ts'

type Filling = { filled: number; toFill: number; isFilled: boolean }

/** Has every account's messages read anew, by the worker: the database is older than its search, or changes of it were lost. */
export async function refillAll(tx: Tx): Promise<void> {
  const { rows } = await sql<{ id: number }>`select a.id from accounts a
    where exists (select from messages m where m.account_id = a.id) order by a.id`.execute(tx)
  for (const { id } of rows) await refill(tx, id)
}

/** What an account's search has is kept until its message is read anew. */
async function refill(tx: Tx, accountId: number): Promise<void> {
  await sql`insert into search_accounts (account_id, is_filled) values (${accountId}, false)
    on conflict (account_id) do update set is_filled = false, filled_to = null, filled = 0`.execute(tx)
  await fillLater(tx, accountId)
}

/** Empties the search of an account, and has it filled again: its slices are cut anew. */
export async function startAnew(tx: Tx, accountId: number): Promise<void> {
  await sql`insert into search_accounts (account_id) values (${accountId})
    on conflict (account_id) do update set account_id = excluded.account_id`.execute(tx)
  for (const table of ['message_search', 'search_words', 'search_slices'] as const)
    await tx.deleteFrom(table).where('account_id', '=', accountId).execute()
  await sql`update search_accounts set last_slice = 0, in_last_slice = 0, newest_at = '-infinity' where account_id = ${accountId}`.execute(
    tx,
  )
  await refill(tx, accountId)
}

async function fillLater(tx: Tx, accountId: number): Promise<void> {
  await addJob(tx, 'fill-search', { accountId }, { key: `fill-search:${accountId}` })
}

/** Accounts that are not filled have their job; so also after the migration that made the search. */
export async function startFilling(db: Db): Promise<void> {
  const { rows } = await sql<{
    id: number
  }>`select account_id as id from search_accounts where not is_filled`.execute(db)
  for (const { id } of rows) await inTransaction(db, (tx) => fillLater(tx, id))
}

const portionsAJob = 20

/** Some portions of an account's messages; then others have their turn. */
export async function fillSome(db: Db, accountId: number): Promise<void> {
  for (let done = 0; done < portionsAJob; done += 1) {
    const { isFilled } = await inTransaction(db, (tx) => fillPortion(tx, accountId))
    if (isFilled) return
  }
  await inTransaction(db, (tx) => fillLater(tx, accountId))
}

/** The next portion by the order of ids; where it ends is kept in its transaction. */
export async function fillPortion(tx: Tx, accountId: number): Promise<Filling> {
  const { rows: places } = await sql<Filling & { filledTo: string | null }>`
    select filled, to_fill as "toFill", is_filled as "isFilled", filled_to as "filledTo" from search_accounts
    where account_id = ${accountId} for update`.execute(tx)
  const place = places[0]
  if (!place || place.isFilled) return place ?? { filled: 0, toFill: 0, isFilled: true }
  const toFill = place.filledTo === null ? await cutSlices(tx, accountId) : place.toFill
  const { rows } = await sql<{ id: string }>`select id from messages where account_id = ${accountId}
    and id > coalesce(${place.filledTo}::uuid, '00000000-0000-0000-0000-000000000000') order by id limit ${portion}`.execute(
    tx,
  )
  const ids = rows.map(({ id }) => id)
  await indexMessages(tx, accountId, ids)
  const filled = place.filled + ids.length
  const isFilled = ids.length < portion
  await sql`update search_accounts set filled = ${filled}, to_fill = ${Math.max(toFill, filled)}, is_filled = ${isFilled},
    filled_to = ${isFilled ? null : (ids.at(-1) ?? null)} where account_id = ${accountId}`.execute(tx)
  return { filled, toFill: Math.max(toFill, filled), isFilled }
}

/** An account whose messages are older than its search gets slices of even numbers at once. @returns how many messages it has. */
async function cutSlices(tx: Tx, accountId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with placed as materialized (
      select placed_at, row_number() over (order by placed_at) - 1 as place from messages where account_id = ${accountId}
    ), cut as (
      insert into search_slices (account_id, slice, from_at)
      select ${accountId}, place / ${fullSlice}, case when place = 0 then '-infinity' else placed_at end from placed
      where place % ${fullSlice} = 0 and not exists (select from search_slices s where s.account_id = ${accountId} and s.slice > 0)
      on conflict do nothing returning slice
    ), last as (
      update search_accounts set last_slice = greatest(last_slice, (select max(slice) from cut)) where account_id = ${accountId}
        and (select max(slice) from cut) is not null
    )
    select count(*)::int as count from placed`.execute(tx)
  return rows[0]?.count ?? 0
}
