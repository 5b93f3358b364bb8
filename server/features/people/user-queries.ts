import { sql } from 'kysely'
import type { Language } from '#contract/common'
import type { Read, Tx } from '#lib/db'
import type { NewRole } from './default-roles.ts'

export async function insertRole(tx: Tx, accountId: number, role: NewRole): Promise<number> {
  const row = await tx
    .insertInto('roles')
    .values({
      account_id: accountId,
      name: role.name,
      kind: role.kind,
      rights: JSON.stringify(role.rights),
      answers_clients: true,
      incoming: true,
      analytics: role.analytics,
      settings: role.settings,
      bots: role.bots,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export type RoleRow = { id: number; name: string; kind: string }

export async function listRoles(db: Read, accountId: number): Promise<RoleRow[]> {
  return db
    .selectFrom('roles')
    .select(['id', 'name', 'kind'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()
}

export async function findRole(db: Read, accountId: number, roleId: number): Promise<RoleRow | null> {
  const row = await db
    .selectFrom('roles')
    .select(['id', 'name', 'kind'])
    .where('account_id', '=', accountId)
    .where('id', '=', roleId)
    .executeTakeFirst()
  return row ?? null
}

export type NewUser = {
  accountId: number
  loginId: string
  roleId: number
  name: string
  email: string
  language: Language
  timeZone: string
  followsBrowser: boolean
}

export async function insertUser(tx: Tx, user: NewUser): Promise<number> {
  const row = await tx
    .insertInto('users')
    .values({
      account_id: user.accountId,
      login_id: user.loginId,
      role_id: user.roleId,
      name: user.name,
      email: user.email,
      language: user.language,
      time_zone: user.timeZone,
      preferences: JSON.stringify(user.followsBrowser ? { followsBrowser: true } : {}),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export type UserRow = {
  id: number
  name: string
  email: string
  role_id: number
  group_id: number | null
  status: string
  /** Of the time he is away; one that is over is no more. */
  away_until: Date | null
  substitute_id: number | null
}

/** Who is back is not away any more, also where nobody has said so. */
const isAway = sql<boolean>`away_until > now()`
const userColumns = [
  'id',
  'name',
  'email',
  'role_id',
  'group_id',
  'status',
  sql<Date | null>`case when ${isAway} then away_until end`.as('away_until'),
  sql<number | null>`case when ${isAway} then substitute_id end`.as('substitute_id'),
] as const

/** Everybody who ever worked in the account, those who left included: their names stand in its history. */
export async function listUserRows(db: Read, accountId: number): Promise<UserRow[]> {
  return db
    .selectFrom('users')
    .select(userColumns)
    .where('account_id', '=', accountId)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

export async function findUserRow(db: Read, accountId: number, userId: number): Promise<UserRow | null> {
  const row = await db
    .selectFrom('users')
    .select(userColumns)
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .executeTakeFirst()
  return row ?? null
}

export async function findUserByEmail(db: Read, accountId: number, email: string): Promise<UserRow | null> {
  const row = await db
    .selectFrom('users')
    .select(userColumns)
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .executeTakeFirst()
  return row ?? null
}

/** Locks the account's admin roles' active users, so that two admins cannot step down at once. */
export async function lockActiveAdmins(tx: Tx, accountId: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('users as u')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.account_id', '=', 'u.account_id').onRef('r.id', '=', 'u.role_id'),
    )
    .select('u.id')
    .where('u.account_id', '=', accountId)
    .where('u.status', '=', 'active')
    .where('r.kind', '=', 'admin')
    .orderBy('u.id')
    .forUpdate('u')
    .execute()
  return rows.map((row) => row.id)
}

export async function updateUserPlace(
  tx: Tx,
  accountId: number,
  userId: number,
  place: { roleId: number; groupId: number | null },
): Promise<void> {
  await tx
    .updateTable('users')
    .set({ role_id: place.roleId, group_id: place.groupId })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
}

export async function updateAway(
  tx: Tx,
  accountId: number,
  userId: number,
  away: { until: Date; substituteId: number | null } | null,
): Promise<void> {
  await tx
    .updateTable('users')
    .set({ away_until: away?.until ?? null, substitute_id: away?.substituteId ?? null })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
}

export async function updateUserStatus(
  tx: Tx,
  accountId: number,
  userId: number,
  status: 'active' | 'deactivated',
): Promise<void> {
  await sql`update users set status = ${status}, away_until = null, substitute_id = null
    where account_id = ${accountId} and id = ${userId}`.execute(tx)
  // He stands in for nobody any more.
  await sql`update users set substitute_id = null
    where account_id = ${accountId} and substitute_id = ${userId}`.execute(tx)
}

/** His sessions, unless the same person works in another account too, and his API tokens. */
export async function endAccess(tx: Tx, accountId: number, userId: number, now: Date): Promise<void> {
  await sql`
    delete from login_sessions s using users u
    where u.account_id = ${accountId} and u.id = ${userId} and s.login_id = u.login_id and not exists (
      select from users o where o.login_id = u.login_id and o.account_id <> u.account_id and o.status = 'active')`.execute(
    tx,
  )
  await sql`update token_ids set revoked_at = ${now}
    where account_id = ${accountId} and user_id = ${userId} and revoked_at is null`.execute(tx)
}
