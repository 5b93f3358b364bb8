import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { emitAll, systemActor } from '#lib/events'

type Type = 'user.password_changed' | 'user.password_link_made'

/** Records, in every account of whoever signs in so, what became of his password; links are made by whoever runs the server. */
export async function tellPassword(tx: Tx, type: Type, loginId: string, now: Date): Promise<void> {
  const { rows } = await sql<{ accountId: number; userId: number }>`
    select account_id as "accountId", id as "userId" from users where login_id = ${loginId} order by account_id`.execute(
    tx,
  )
  await emitAll(
    tx,
    rows.map(({ accountId, userId }) => ({
      accountId,
      type,
      actor: type === 'user.password_changed' ? { kind: 'user', id: userId } : systemActor,
      road: 'hand',
      subject: { kind: 'user', id: userId },
      at: now,
    })),
  )
}
