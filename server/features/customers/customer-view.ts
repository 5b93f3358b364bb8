import { sql } from 'kysely'
import type { CustomerView } from '#contract/customers'
import { mayDo, seesCustomer, seesDeal, type Viewer } from '#features/access'
import { findCardParts } from '#features/cards'
import type { Read } from '#lib/db'
import { selectCustomerRows } from './customer-rows.ts'

type Extra = Pick<CustomerView, 'fromDeal'> & { responsibleGroupId: number | null; lastActivityAt: Date }

/** The card of a customer; null when the viewer may not see it. */
export async function findCustomerView(
  db: Read,
  viewer: Viewer,
  customerId: number,
): Promise<CustomerView | null> {
  const [found] = await selectCustomerRows(
    db,
    sql`select d.*, 1 as ord from customers d where d.account_id = ${viewer.accountId} and d.id = ${customerId}
      and d.deleted_at is null and ${seesCustomer(viewer, 'd')}`,
  )
  if (!found) return null
  const { row } = found
  const [{ responsibleGroupId, lastActivityAt, fromDeal }, parts] = await Promise.all([
    findExtra(db, viewer, customerId),
    findCardParts(db, viewer, { kind: 'customer', id: customerId }),
  ])
  const responsible = { userId: row.responsibleUserId, groupId: responsibleGroupId }
  return {
    ...row,
    fromDeal,
    lastActivityAt: lastActivityAt.toISOString(),
    ...parts,
    canEdit: mayDo(viewer, 'customers', 'edit', responsible),
  }
}

async function findExtra(db: Read, viewer: Viewer, customerId: number): Promise<Extra> {
  const { rows } = await sql<Extra>`
    select u.group_id as "responsibleGroupId",
      greatest(c.updated_at, (select max(v.last_message_at) from conversations v
        where v.account_id = c.account_id and v.card_kind = 'customer' and v.card_id = c.id)) as "lastActivityAt",
      (select jsonb_build_object('id', d.id, 'name', d.name) from deals d
        where d.account_id = c.account_id and d.id = c.from_deal_id and d.deleted_at is null and ${seesDeal(viewer, 'd')}) as "fromDeal"
    from customers c
    left join users u on u.account_id = c.account_id and u.id = c.responsible_user_id
    where c.account_id = ${viewer.accountId} and c.id = ${customerId}`.execute(db)
  const [extra] = rows
  if (!extra) throw new Error('A customer without its row')
  return extra
}
