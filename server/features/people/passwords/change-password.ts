import { sql } from 'kysely'
import { inTransaction, type Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import type { RequestInfo } from '#lib/http/route'
import { createAuth } from '../create-auth.ts'
import { findSessionId } from '../find-session-id.ts'
import type { PeopleDeps } from '../people-deps.ts'
import { tellPassword } from './tell-password.ts'

type Person = { accountId: number; userId: number }

/**
 * Replaces one's own password. Whoever else sits in a session of this person is signed out; the session that asks goes on.
 * Throws `user.wrong_password`.
 */
export async function changePassword(
  deps: PeopleDeps,
  person: Person,
  words: { current: string; password: string },
  request: Pick<RequestInfo, 'headers'>,
): Promise<void> {
  const known = await findCredential(deps.db, person)
  const { password: passwords } = await createAuth(deps.db, deps).$context
  // Before the transaction: hashing takes long, and nothing waits for it.
  const isRight = known !== null && (await passwords.verify({ password: words.current, hash: known.hash }))
  if (!isRight) throw new AppError('user.wrong_password')
  const hash = await passwords.hash(words.password)
  const sessionId = await findSessionId(deps, request)
  const now = deps.clock()
  await inTransaction(deps.db, async (tx) => {
    // Replaced meanwhile by another road: the word that was given is no longer the right one.
    const { rows } = await sql`update login_credentials set password_hash = ${hash}, updated_at = ${now}
      where id = ${known.id} and password_hash = ${known.hash} returning id`.execute(tx)
    if (rows.length === 0) throw new AppError('user.wrong_password')
    await sql`delete from login_sessions
      where login_id = ${known.loginId} and id is distinct from ${sessionId}`.execute(tx)
    const { rows: places } = await sql<Person>`
      select account_id as "accountId", id as "userId" from users
      where login_id = ${known.loginId} order by account_id`.execute(tx)
    for (const place of places) await change(tx, { ...place, topic: 'session.ended' })
    await tellPassword(tx, 'user.password_changed', known.loginId, now)
  })
}

async function findCredential(
  db: Read,
  { accountId, userId }: Person,
): Promise<{ id: string; loginId: string; hash: string } | null> {
  const { rows } = await sql<{ id: string; loginId: string; hash: string }>`
    select c.id, c.login_id as "loginId", c.password_hash as hash
    from users u join login_credentials c on c.login_id = u.login_id and c.provider_id = 'credential'
    where u.account_id = ${accountId} and u.id = ${userId} and c.password_hash is not null`.execute(db)
  return rows[0] ?? null
}
