import { sql } from 'kysely'
import { hashToken } from '#lib/crypto'
import { inTransaction, type Read, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { createAuth } from '../create-auth.ts'
import type { PeopleDeps } from '../people-deps.ts'
import { tellPassword } from './tell-password.ts'

/** Throws `password_reset.not_found`, for links that were used, ran out or never were. */
export async function requireReset(db: Read, token: string, now: Date): Promise<void> {
  const row = await db
    .selectFrom('password_resets')
    .select('login_id')
    .where('token_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!row) throw new AppError('password_reset.not_found')
}

/**
 * Sets the new password and ends every session of the person, whoever sits there. The link, and others that were asked for,
 * work no more. Throws `password_reset.not_found`.
 */
export async function resetPassword(deps: PeopleDeps, token: string, password: string): Promise<void> {
  const now = deps.clock()
  // Before the transaction: hashing takes long, and nothing waits for it.
  await requireReset(deps.db, token, now)
  const { password: passwords } = await createAuth(deps.db, deps).$context
  const passwordHash = await passwords.hash(password)
  await inTransaction(deps.db, async (tx) => {
    const loginId = await useLink(tx, token, now)
    await sql`update login_credentials set password_hash = ${passwordHash}, updated_at = ${now}
      where login_id = ${loginId} and provider_id = 'credential'`.execute(tx)
    // Who has the letter has the mailbox.
    await sql`update logins set email_verified = true, updated_at = ${now} where id = ${loginId}`.execute(tx)
    await endSessions(tx, loginId)
    await tellPassword(tx, 'user.password_changed', loginId, now)
  })
}

async function useLink(tx: Tx, token: string, now: Date): Promise<string> {
  const { rows } = await sql<{ loginId: string }>`
    select login_id as "loginId" from password_resets
    where token_hash = ${hashToken(token)} and used_at is null and expires_at > ${now} for update`.execute(tx)
  const [row] = rows
  if (!row) throw new AppError('password_reset.not_found')
  await sql`update password_resets set used_at = ${now}
    where login_id = ${row.loginId} and used_at is null`.execute(tx)
  return row.loginId
}

/** His open pages hear of it at once; pushes to his browsers end with the sessions. */
async function endSessions(tx: Tx, loginId: string): Promise<void> {
  await sql`delete from login_sessions where login_id = ${loginId}`.execute(tx)
  const { rows } = await sql<{ accountId: number; userId: number }>`
    select account_id as "accountId", id as "userId" from users where login_id = ${loginId} order by account_id`.execute(
    tx,
  )
  for (const { accountId, userId } of rows) await change(tx, { accountId, topic: 'session.ended', userId })
}
