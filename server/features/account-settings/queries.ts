import { sql } from 'kysely'
import { accountSettings, type AccountSettings } from '#contract/account-settings'
import type { Read, Tx } from '#lib/db'

/** What the account has set, with the defaults of what it has not. Throws for an account that is not there. */
export async function readAccountSettings(db: Read, accountId: number): Promise<AccountSettings> {
  return accountSettings.parse(await readStored(db, accountId))
}

/** The same, while nobody else can change it. */
export async function lockAccountSettings(tx: Tx, accountId: number): Promise<AccountSettings> {
  await sql`select from accounts where id = ${accountId} for no key update`.execute(tx)
  return readAccountSettings(tx, accountId)
}

async function readStored(db: Read, accountId: number): Promise<unknown> {
  const { rows } = await sql<{ settings: unknown }>`
    select settings from accounts where id = ${accountId}`.execute(db)
  const [account] = rows
  if (!account) throw new Error('There is no such account')
  return account.settings
}

/** Lays a change over what is stored; what else is stored there stays. */
export async function updateAccountSettings(
  tx: Tx,
  accountId: number,
  change: Partial<AccountSettings>,
): Promise<void> {
  await sql`update accounts set settings = settings || ${JSON.stringify(change)}::jsonb where id = ${accountId}`.execute(
    tx,
  )
}

export type SettingsVersion = {
  at: Date
  byUserId: number
  before: Partial<AccountSettings>
  after: Partial<AccountSettings>
}

export async function insertVersion(tx: Tx, accountId: number, version: SettingsVersion): Promise<void> {
  await sql`insert into settings_versions (account_id, at, by_user_id, before, after)
    values (${accountId}, ${version.at}, ${version.byUserId}, ${JSON.stringify(version.before)}::jsonb,
      ${JSON.stringify(version.after)}::jsonb)`.execute(tx)
}

export async function findLastVersion(
  db: Read,
  accountId: number,
): Promise<{ at: Date; byUserId: number } | null> {
  const { rows } = await sql<{ at: Date; byUserId: number }>`
    select at, by_user_id as "byUserId" from settings_versions where account_id = ${accountId}
    order by id desc limit 1`.execute(db)
  return rows[0] ?? null
}

/** Whether somebody of that id works here. */
export async function isColleague(db: Read, accountId: number, userId: number): Promise<boolean> {
  const { rows } = await sql`
    select from users where account_id = ${accountId} and id = ${userId} and status = 'active'`.execute(db)
  return rows.length > 0
}
