import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Road } from '#contract/events'
import { holdCompany, seesCompany, type Viewer } from '#features/access'
import { lockEditableEntity, tableOf } from '#features/cards'
import type { Tx } from '#lib/db'
import { change, emit } from '#lib/events'
import { requireSeen } from '#lib/require-seen'

export type CardCompany = {
  card: CardRef
  companyId: number | null
  seen?: { companyId: number | null } | undefined
}

/**
 * Gives a card that the viewer may edit a company that he sees, or none; repeating it changes nothing. Throws
 * `deal.not_found` (or the like of its kind), `session.forbidden`, `company.not_found`, `card.changed_meanwhile`.
 */
export async function setCardCompany(
  tx: Tx,
  viewer: Viewer,
  { card: { kind, id: asked }, companyId, seen }: CardCompany,
  now: Date,
  road: Road = 'hand',
): Promise<void> {
  const { accountId } = viewer
  const { id } = await lockEditableEntity(tx, viewer, { kind, id: asked })
  const table = sql.table(tableOf(kind)?.table ?? '')
  const before = await findCompanyId(tx, viewer, { kind, id })
  requireSeen('card.changed_meanwhile', { companyId: before }, { companyId }, seen)
  const after = companyId === null ? null : await holdCompany(tx, viewer, companyId)
  if (after === before) return
  await sql`update ${table} set company_id = ${after}, updated_at = ${now}
    where account_id = ${accountId} and id = ${id}`.execute(tx)
  const companyOfEvent = after ?? before
  await emit(tx, {
    accountId,
    type: after === null ? 'company.unlinked' : 'company.linked',
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'company', id: companyOfEvent ?? 0 },
    companyId: companyOfEvent,
    card: { kind, id },
    before: { companyId: before },
    after: { companyId: after },
    at: now,
  })
  // The card of the company it had shows its cards too.
  if (before !== null && after !== null)
    await change(tx, { accountId, topic: 'company.left', companyId: before })
}

/** The company of a card, or the one it was merged into, as the viewer sees it. */
async function findCompanyId(tx: Tx, viewer: Viewer, { kind, id }: CardRef): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select b.id from ${sql.table(tableOf(kind)?.table ?? '')} d
    join companies named on named.account_id = d.account_id and named.id = d.company_id
    join companies b on b.account_id = named.account_id and b.id = named.root_id
    where d.account_id = ${viewer.accountId} and d.id = ${id} and b.deleted_at is null and ${seesCompany(viewer, 'b')}`.execute(
    tx,
  )
  return rows[0]?.id ?? null
}
