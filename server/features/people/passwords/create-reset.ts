import type { Tx } from '#lib/db'
import { hashToken, randomToken } from '#lib/crypto'
import { findActiveLogin } from './find-active-login.ts'
import { tellPassword } from './tell-password.ts'

export const resetValidMs = 3600_000

/** A way to a new password that works once, for an hour. @returns its token, kept nowhere; null: nobody signs in so. */
export async function createReset(tx: Tx, email: string, now: Date): Promise<string | null> {
  const login = await findActiveLogin(tx, email)
  if (!login) return null
  await tellPassword(tx, 'user.password_link_made', login.id, now)
  return insertReset(tx, login.id, now)
}

export async function insertReset(tx: Tx, loginId: string, now: Date): Promise<string> {
  const token = randomToken()
  await tx
    .insertInto('password_resets')
    .values({
      token_hash: hashToken(token),
      login_id: loginId,
      created_at: now,
      expires_at: new Date(now.getTime() + resetValidMs),
    })
    .execute()
  return token
}
