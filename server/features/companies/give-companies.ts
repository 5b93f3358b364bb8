import { sql } from 'kysely'
import type { Giving } from '#features/access'
import type { Read, Tx } from '#lib/db'
import { emit } from '#lib/events'

export async function countCompaniesOf(db: Read, accountId: number, userId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from companies
    where account_id = ${accountId} and responsible_user_id = ${userId} and deleted_at is null`.execute(db)
  return rows[0]?.count ?? 0
}

/** Gives a portion of somebody's companies away. @returns how many; 0: none is left. */
export async function giveCompanies(tx: Tx, giving: Giving): Promise<number> {
  const { accountId, fromUserId, toUserId, now } = giving
  const { rows } = await sql<{ id: number }>`
    with given as (
      select id from companies where account_id = ${accountId} and responsible_user_id = ${fromUserId} and deleted_at is null
      order by id limit ${giving.most} for no key update
    )
    update companies c set responsible_user_id = ${toUserId}, updated_at = ${now} from given g
    where c.account_id = ${accountId} and c.id = g.id returning c.id`.execute(tx)
  for (const { id } of rows) {
    await emit(tx, {
      accountId,
      type: 'company.changed',
      actor: { kind: 'user', id: giving.byUserId },
      road: 'hand',
      subject: { kind: 'company', id },
      companyId: id,
      before: { responsibleUserId: fromUserId },
      after: { responsibleUserId: toUserId },
      at: now,
    })
  }
  return rows.length
}
