import { sql } from 'kysely'
import type { GroupView } from '#contract/roles'
import type { Read, Tx } from '#lib/db'

export async function listGroups(db: Read, accountId: number): Promise<GroupView[]> {
  const { rows } = await sql<GroupView>`select id, name from groups
    where account_id = ${accountId} order by lower(name), id`.execute(db)
  return rows
}

export async function hasGroup(db: Read, accountId: number, groupId: number): Promise<boolean> {
  const { rows } = await sql`select from groups where account_id = ${accountId} and id = ${groupId}`.execute(
    db,
  )
  return rows.length > 0
}

export async function lockGroup(tx: Tx, accountId: number, groupId: number): Promise<GroupView | null> {
  const { rows } = await sql<GroupView>`select id, name from groups
    where account_id = ${accountId} and id = ${groupId} for update`.execute(tx)
  return rows[0] ?? null
}

export async function insertGroup(tx: Tx, accountId: number, name: string): Promise<number> {
  const row = await tx
    .insertInto('groups')
    .values({ account_id: accountId, name })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function renameGroup(tx: Tx, accountId: number, groupId: number, name: string): Promise<void> {
  await sql`update groups set name = ${name} where account_id = ${accountId} and id = ${groupId}`.execute(tx)
}

/**
 * Deletes a group. Its people and channels go to another one or to none; where the group took part in a card its people take
 * part each by himself, so that nobody loses sight of what he works on, and nobody else gains any.
 */
export async function deleteGroupRow(
  tx: Tx,
  accountId: number,
  groupId: number,
  moveTo: number | null,
): Promise<void> {
  await sql`
    insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by, at)
    select p.account_id, p.card_kind, p.card_id, 'user', u.id, p.added_by, p.at
    from participants p
    join users u on u.account_id = p.account_id and u.group_id = p.principal_id and u.status = 'active'
    where p.account_id = ${accountId} and p.principal_kind = 'group' and p.principal_id = ${groupId}
      and not exists (select from participant_leaves w where w.account_id = p.account_id and w.card_kind = p.card_kind
        and w.card_id = p.card_id and w.user_id = u.id)
    on conflict do nothing`.execute(tx)
  await sql`delete from participants
    where account_id = ${accountId} and principal_kind = 'group' and principal_id = ${groupId}`.execute(tx)
  await sql`update users set group_id = ${moveTo} where account_id = ${accountId} and group_id = ${groupId}`.execute(
    tx,
  )
  await sql`update channels set group_id = ${moveTo} where account_id = ${accountId} and group_id = ${groupId}`.execute(
    tx,
  )
  await sql`delete from groups where account_id = ${accountId} and id = ${groupId}`.execute(tx)
}
