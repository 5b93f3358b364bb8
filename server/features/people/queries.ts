import { sql } from 'kysely'
import { language, type Language } from '#contract/common'
import { standsInFor } from '#features/access'
import type { Read, Tx } from '#lib/db'

// Logins and sessions -------------------------------------------------------------------------------------------------

export async function findLoginId(db: Read, email: string): Promise<string | null> {
  const row = await db.selectFrom('logins').select('id').where('email', '=', email).executeTakeFirst()
  return row?.id ?? null
}

const callerColumns = [
  'u.account_id',
  'u.id as user_id',
  'u.name',
  'u.group_id',
  'u.role_id',
  'r.kind',
  'r.rights',
  'r.answers_clients',
  'r.incoming',
  'r.analytics',
  'r.settings',
  'r.bots',
] as const

export type CallerRow = {
  account_id: number
  user_id: number
  name: string
  group_id: number | null
  role_id: number
  kind: string
  rights: unknown
  answers_clients: boolean
  incoming: boolean
  analytics: boolean
  settings: boolean
  bots: string
  stands_in_for: number[]
}

/** The active user of a session that has not run out. A login with several accounts works in the oldest one. */
export async function findCallerOfSession(db: Read, token: string, now: Date): Promise<CallerRow | null> {
  const row = await db
    .selectFrom('login_sessions as s')
    .innerJoin('users as u', 'u.login_id', 's.login_id')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.account_id', '=', 'u.account_id').onRef('r.id', '=', 'u.role_id'),
    )
    .select([...callerColumns, standsInFor('u').as('stands_in_for')])
    .where('s.token', '=', token)
    .where('s.expires_at', '>', now)
    .where('u.status', '=', 'active')
    .orderBy('u.account_id')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Sessions that ran out, of the login of a session that has just been opened. */
export async function deleteExpiredSessions(db: Read, token: string, now: Date): Promise<void> {
  await db
    .deleteFrom('login_sessions')
    .where('login_id', '=', (select) =>
      select.selectFrom('login_sessions').select('login_id').where('token', '=', token),
    )
    .where('expires_at', '<', now)
    .execute()
}

export async function deleteSession(db: Read, token: string): Promise<void> {
  await db.deleteFrom('login_sessions').where('token', '=', token).execute()
}

// API tokens ----------------------------------------------------------------------------------------------------------

export type ApiTokenRow = CallerRow & { scopes: string[] }

/** The active user of an API token that is neither revoked nor run out. */
export async function findCallerOfApiToken(
  db: Read,
  jti: string,
  accountId: number,
  now: Date,
): Promise<ApiTokenRow | null> {
  const row = await db
    .selectFrom('token_ids as t')
    .innerJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 't.account_id').onRef('u.id', '=', 't.user_id'),
    )
    .innerJoin('roles as r', (join) =>
      join.onRef('r.account_id', '=', 'u.account_id').onRef('r.id', '=', 'u.role_id'),
    )
    .select([...callerColumns, standsInFor('u').as('stands_in_for'), 't.scopes'])
    .where('t.jti', '=', jti)
    .where('t.account_id', '=', accountId)
    .where('t.kind', '=', 'api')
    .where('t.revoked_at', 'is', null)
    .where('t.expires_at', '>', now)
    .where('u.status', '=', 'active')
    .executeTakeFirst()
  return row ?? null
}

export async function insertApiToken(
  tx: Tx,
  token: { jti: string; accountId: number; userId: number; scopes: string[]; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('token_ids')
    .values({
      jti: token.jti,
      account_id: token.accountId,
      user_id: token.userId,
      kind: 'api',
      scopes: token.scopes,
      expires_at: token.expiresAt,
    })
    .execute()
}

// First run -----------------------------------------------------------------------------------------------------------

/** Takes the lock under which accounts are made, one at a time. */
export async function lockInstallation(
  tx: Tx,
): Promise<{ setupCodeHash: string | null; hasAccount: boolean }> {
  const { rows } = await sql<{ setupCodeHash: string | null }>`
    select setup_code_hash as "setupCodeHash" from installation for update`.execute(tx)
  return { setupCodeHash: rows[0]?.setupCodeHash ?? null, hasAccount: await hasAccount(tx) }
}

export async function hasAccount(db: Read): Promise<boolean> {
  const row = await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()
  return row !== undefined
}

export async function updateSetupCode(tx: Tx, hash: string | null): Promise<void> {
  await tx.updateTable('installation').set({ setup_code_hash: hash }).execute()
}

// Accounts ------------------------------------------------------------------------------------------------------------

export async function listSubdomains(db: Read): Promise<Set<string>> {
  const rows = await db.selectFrom('accounts').select('subdomain').execute()
  return new Set(rows.map((row) => row.subdomain))
}

export async function insertAccount(
  tx: Tx,
  account: {
    name: string
    subdomain: string
    language: string
    timeZone: string
    currency: string
    country: string
  },
): Promise<number> {
  const { timeZone, ...columns } = account
  const row = await tx
    .insertInto('accounts')
    .values({ ...columns, time_zone: timeZone })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('account_counters')
    .values({ account_id: row.id, kind: 'conversation', value: 0 })
    .execute()
  return row.id
}

export async function findAccountPlace(
  db: Read,
  accountId: number,
): Promise<{ language: Language; timeZone: string } | null> {
  const row = await db
    .selectFrom('accounts')
    .select(['language', 'time_zone'])
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row ? { language: language.parse(row.language), timeZone: row.time_zone } : null
}

/** For the command line, which knows people by their address: their memberships, oldest account first. */
export async function listMemberships(
  db: Read,
  email: string,
): Promise<{ accountId: number; userId: number; isActive: boolean }[]> {
  const rows = await db
    .selectFrom('logins as l')
    .innerJoin('users as u', 'u.login_id', 'l.id')
    .select(['u.account_id', 'u.id', 'u.status'])
    .where('l.email', '=', email.trim().toLowerCase())
    .orderBy('u.account_id')
    .execute()
  return rows.map((row) => ({ accountId: row.account_id, userId: row.id, isActive: row.status === 'active' }))
}
