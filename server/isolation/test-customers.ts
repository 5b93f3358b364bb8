import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#lib/db'
import type { Office } from './test-offices.ts'

/** A customer with a purchase, the deal it can be made of, and an incoming lead. */
export type CustomerThings = {
  customerId: number
  customerStageId: number
  purchaseId: string
  wonDealId: number
  leadDealId: number
}

export function noCustomer(): CustomerThings {
  const id = 999_999_999
  return { customerId: id, customerStageId: id, purchaseId: randomUUID(), wonDealId: id, leadDealId: id }
}

/** Its name and the words on its purchase carry the account's secret; of a lead everybody who takes leads knows the name. */
export async function addCustomer(
  db: Db,
  { accountId, admin, secret }: Office,
  contactId: number,
): Promise<CustomerThings> {
  const purchaseId = randomUUID()
  const { rows } = await sql<CustomerThings>`
    with s as (
      select s.pipeline_id, s.id from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id
      where s.account_id = ${accountId} and p.kind = 'customer' order by s.position limit 1
    ), c as (
      insert into customers (account_id, id, root_id, pipeline_id, stage_id, name, main_contact_id, purchases, ltv, last_purchase_on)
      select ${accountId}, n, n, s.pipeline_id, s.id, ${`Покупатель ${secret}`}, ${contactId}, 1, 100, '2026-11-01'
      from s, nextval('deal_ids') n returning id, stage_id
    ), linked as (
      insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main)
      select ${accountId}, 'customer', id, ${contactId}, true from c
    ), bought as (
      insert into purchases (account_id, id, customer_id, amount, bought_on, comment, created_by, created_at)
      select ${accountId}, ${purchaseId}, id, 100, '2026-11-01', ${`Зерно ${secret}`}, ${admin.userId}, now() from c
    ), won as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, closed_at)
      select ${accountId}, n, n, w.pipeline_id, w.id, ${`Успех ${secret}`}, now() from (
        select pipeline_id, id from stages where account_id = ${accountId} and kind = 'won' limit 1) w, nextval('deal_ids') n
      returning id
    ), lead as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name)
      select ${accountId}, n, n, w.pipeline_id, w.id, 'Заявка' from (
        select pipeline_id, id from stages where account_id = ${accountId} and kind = 'incoming' limit 1) w, nextval('deal_ids') n
      returning id
    )
    select c.id as "customerId", c.stage_id as "customerStageId", won.id as "wonDealId", lead.id as "leadDealId"
    from c, won, lead`.execute(db)
  if (!rows[0]) throw new Error('A customer was not made')
  return { ...rows[0], purchaseId }
}
