import { sql } from 'kysely'
import type { RoleFields } from '#contract/roles'
import type { Read, Tx } from '#lib/db'

/** A role with everything the editor shows. */
export type RoleRow = {
  id: number
  name: string
  kind: string
  rights: unknown
  answersClients: boolean
  incoming: boolean
  analytics: boolean
  settings: boolean
  bots: string
  version: number
  changedBy: string | null
  changedAt: Date | null
  /** Who has it, those who are invited included. */
  people: number
}

export async function listRoleRows(db: Read, accountId: number, roleId?: number): Promise<RoleRow[]> {
  const one = roleId === undefined ? sql`` : sql`and r.id = ${roleId}`
  const { rows } = await sql<RoleRow>`
    select r.id, r.name, r.kind, r.rights, r.answers_clients as "answersClients", r.incoming, r.analytics, r.settings, r.bots,
      r.version, by.name as "changedBy", r.changed_at as "changedAt",
      (select count(*)::int from users u where u.account_id = r.account_id and u.role_id = r.id)
        + (select count(*)::int from invitations i where i.account_id = r.account_id and i.role_id = r.id
          and i.accepted_at is null and i.revoked_at is null) as people
    from roles r left join users by on by.account_id = r.account_id and by.id = r.changed_by
    where r.account_id = ${accountId} ${one} order by r.kind <> 'admin', r.id`.execute(db)
  return rows
}

export async function findRoleRow(db: Read, accountId: number, roleId: number): Promise<RoleRow | null> {
  const [row] = await listRoleRows(db, accountId, roleId)
  return row ?? null
}

/** Of two who change roles at the same time the second waits, and sees what the first has made. */
export async function lockRoles(tx: Tx, accountId: number): Promise<void> {
  await sql`select from roles where account_id = ${accountId} order by id for update`.execute(tx)
}

type By = { userId: number; now: Date }

export async function insertCustomRole(
  tx: Tx,
  accountId: number,
  { rights, ...fields }: RoleFields,
  by: By,
): Promise<number> {
  const row = await tx
    .insertInto('roles')
    .values({
      account_id: accountId,
      kind: 'custom',
      name: fields.name,
      rights: JSON.stringify(rights),
      answers_clients: fields.answersClients,
      incoming: fields.incoming,
      analytics: fields.analytics,
      settings: fields.settings,
      bots: fields.bots,
      changed_by: by.userId,
      changed_at: by.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function updateRole(
  tx: Tx,
  accountId: number,
  roleId: number,
  { rights, ...fields }: RoleFields,
  by: By,
): Promise<void> {
  await sql`update roles set name = ${fields.name}, rights = ${JSON.stringify(rights)}::jsonb,
      answers_clients = ${fields.answersClients}, incoming = ${fields.incoming}, analytics = ${fields.analytics},
      settings = ${fields.settings}, bots = ${fields.bots}, version = version + 1, changed_by = ${by.userId}, changed_at = ${by.now}
    where account_id = ${accountId} and id = ${roleId}`.execute(tx)
}

/** Everybody who has the role, or is invited with it, gets another one. */
export async function moveRolePeople(tx: Tx, accountId: number, from: number, to: number): Promise<void> {
  await sql`update users set role_id = ${to} where account_id = ${accountId} and role_id = ${from}`.execute(
    tx,
  )
  await sql`update invitations set role_id = ${to} where account_id = ${accountId} and role_id = ${from}`.execute(
    tx,
  )
}

export async function deleteRoleRow(tx: Tx, accountId: number, roleId: number): Promise<void> {
  await sql`delete from roles where account_id = ${accountId} and id = ${roleId}`.execute(tx)
}
