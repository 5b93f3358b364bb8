import { sql, type RawBuilder } from 'kysely'
import type { Read, Tx } from '#lib/db'

/** A group that shares what is new: who of it is at work, by id, and whose turn was the last one (0: nobody's yet). */
export type Turns = { groupId: number; userIds: number[]; lastUserId: number }

/** Whose turn it is: who stands next behind the last one, round and round. */
export function nextInTurn(turns: Turns | undefined): number | null {
  if (!turns) return null
  const { userIds, lastUserId } = turns
  return userIds.find((id) => id > lastUserId) ?? userIds[0] ?? null
}

/** Who can be given something new: works here, is not away, and may answer clients. */
const atWork: RawBuilder<unknown> = sql`coalesce((
  select jsonb_agg(u.id order by u.id) from users u join roles r on r.account_id = u.account_id and r.id = u.role_id
  where u.account_id = g.account_id and u.group_id = g.group_id and u.status = 'active' and r.answers_clients
    and (u.away_until is null or u.away_until <= now())), '[]')`

/**
 * Locks the turns of these groups until the end of the transaction, so that everybody who opens at once takes the one behind
 * the other's. Their place in the order of locks is behind the cards, before the counters.
 */
export async function lockTurns(tx: Tx, accountId: number, groupIds: readonly number[]): Promise<Turns[]> {
  if (groupIds.length === 0) return []
  const { rows } = await sql<Turns>`
    with g as (
      insert into round_robin as t (account_id, group_id, last_user_id)
      select account_id, id, 0 from groups where account_id = ${accountId} and id = any(${groupIds}::bigint[]) order by id
      on conflict (account_id, group_id) do update set last_user_id = t.last_user_id
      returning account_id, group_id, last_user_id
    )
    select g.group_id as "groupId", g.last_user_id as "lastUserId", ${atWork} as "userIds" from g`.execute(tx)
  return rows
}

/** The same to look at only. */
export async function readTurns(db: Read, accountId: number, groupId: number): Promise<Turns | undefined> {
  const { rows } = await sql<Turns>`
    select g.group_id as "groupId", coalesce(t.last_user_id, 0) as "lastUserId", ${atWork} as "userIds"
    from (select ${accountId}::bigint as account_id, ${groupId}::bigint as group_id) g
    left join round_robin t on t.account_id = g.account_id and t.group_id = g.group_id`.execute(db)
  return rows[0]
}

/** Keeps whose turn was the last one; the turns are locked. */
export async function keepTurns(
  tx: Tx,
  accountId: number,
  taken: readonly Pick<Turns, 'groupId' | 'lastUserId'>[],
): Promise<void> {
  if (taken.length === 0) return
  await sql`update round_robin t set last_user_id = r."lastUserId"
    from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) r("groupId" bigint, "lastUserId" bigint)
    where t.account_id = ${accountId} and t.group_id = r."groupId"`.execute(tx)
}
