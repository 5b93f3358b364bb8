import { sql } from 'kysely'
import type { Language } from '#contract/common'
import type { Read, Tx } from '#lib/db'
import type { NewRole } from './default-roles.ts'

// Users and roles -----------------------------------------------------------------------------------------------------

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

// The signed-in user --------------------------------------------------------------------------------------------------

/** What decides over what user `u` of role `r` sees and does: the role, the group with its people, those he stands in for. */
const sightStamp = sql<string>`concat_ws('.', r.id, r.version, u.group_id,
  (select md5(string_agg(m.id::text, ',' order by m.id)) from users m
    where m.account_id = u.account_id and m.group_id = u.group_id),
  (select string_agg(gone.id::text, ',' order by gone.id) from users gone where gone.account_id = u.account_id
    and gone.substitute_id = u.id and gone.away_until > now()))`

/** A user with his account and role, for the web at its start. */
export async function findMeRow(db: Read, accountId: number, userId: number): Promise<MeRow | null> {
  const row = await db
    .selectFrom('users as u')
    .innerJoin('accounts as a', 'a.id', 'u.account_id')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.account_id', '=', 'u.account_id').onRef('r.id', '=', 'u.role_id'),
    )
    .select([
      'u.name',
      'u.email',
      'u.language',
      'u.time_zone',
      'u.preferences',
      'a.name as account_name',
      'a.subdomain',
      'a.time_zone as account_time_zone',
      'a.currency',
      'a.country',
      'a.created_at as account_created_at',
      'r.kind',
      'r.rights',
      'r.answers_clients',
      'r.incoming',
      'r.analytics',
      'r.settings',
      'r.bots',
      sightStamp.as('stamp'),
    ])
    .where('u.account_id', '=', accountId)
    .where('u.id', '=', userId)
    .executeTakeFirst()
  return row ?? null
}

export type MeRow = {
  name: string
  email: string
  language: string
  time_zone: string
  preferences: unknown
  account_name: string
  subdomain: string
  account_time_zone: string
  currency: string
  country: string
  account_created_at: Date
  kind: string
  rights: unknown
  answers_clients: boolean
  incoming: boolean
  analytics: boolean
  settings: boolean
  bots: string
  stamp: string
}

export type OwnChanges = {
  name?: string | undefined
  language?: Language | undefined
  timeZone?: string | undefined
  /** Only these keys are replaced. */
  preferences?: Record<string, unknown> | undefined
}

export async function updateMe(
  tx: Tx,
  accountId: number,
  userId: number,
  changes: OwnChanges,
): Promise<void> {
  await tx
    .updateTable('users')
    .set({
      name: changes.name,
      language: changes.language,
      time_zone: changes.timeZone,
      preferences: changes.preferences && sql`preferences || ${JSON.stringify(changes.preferences)}::jsonb`,
    })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
}

/** Gives a user whom nobody has asked the language of his browser, once. */
export async function adoptLanguage(
  db: Read,
  accountId: number,
  userId: number,
  language: Language,
): Promise<void> {
  await db
    .updateTable('users')
    .set({ language, preferences: sql`preferences - 'followsBrowser'` })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .where(sql<boolean>`preferences ? 'followsBrowser'`)
    .execute()
}

// The checklist -------------------------------------------------------------------------------------------------------

/** The first conversations tell whether a new account has begun to work; an old one need not be searched. */
const firstConversations = 1000

export type ChecklistRow = {
  channel: boolean
  message: boolean
  team: boolean
  answer: boolean
  tryButton: string | null
}

/** A website button without origins is that of our own example shop: every account has it, so it is no channel yet. */
export async function findChecklist(db: Read, accountId: number): Promise<ChecklistRow> {
  const { rows } = await sql<ChecklistRow>`
    select
      exists (
        select from channels
        where account_id = ${accountId} and disconnected_at is null
          and (kind <> 'website' or jsonb_array_length(coalesce(settings -> 'origins', '[]')) > 0)
      ) as channel,
      exists (
        select from conversations
        where account_id = ${accountId} and number <= ${firstConversations} and last_incoming_id is not null
      ) as message,
      (select count(*) > 1 from users where account_id = ${accountId} and status = 'active') as team,
      exists (
        select from conversations
        where account_id = ${accountId} and number <= ${firstConversations} and last_answer_id is not null
      ) as answer,
      (
        select external_id from channels
        where account_id = ${accountId} and kind = 'website' and disconnected_at is null
          and jsonb_array_length(coalesce(settings -> 'origins', '[]')) = 0
        order by id limit 1
      ) as "tryButton"`.execute(db)
  return rows[0] ?? { channel: false, message: false, team: false, answer: false, tryButton: null }
}
