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

export type UserRow = { id: number; name: string; email: string; role_id: number; status: string }

const userColumns = ['id', 'name', 'email', 'role_id', 'status'] as const

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

export async function updateUserRole(
  tx: Tx,
  accountId: number,
  userId: number,
  roleId: number,
): Promise<void> {
  await tx
    .updateTable('users')
    .set({ role_id: roleId })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
}

// The signed-in user --------------------------------------------------------------------------------------------------

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
      'r.settings',
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
  settings: boolean
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
