import { sql } from 'kysely'
import type { Tx } from '#lib/db'

export type NewCustomer = {
  accountId: number
  place: { pipelineId: number; stageId: number }
  name: string
  responsibleUserId: number | null
  /** Its contacts, surviving ones where they were merged; the first is the main one. */
  contactIds: readonly number[]
  companyId: number | null
  fromDealId: number | null
  nextPurchaseOn: string | null
  now: Date
}

/** Writes a customer with its contacts. @returns its id. */
export async function insertCustomer(tx: Tx, customer: NewCustomer): Promise<number> {
  const { accountId, place, contactIds, now } = customer
  const { rows } = await sql<{ id: number }>`
    with d as (
      insert into customers (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id, company_id,
        from_deal_id, next_purchase_on, stage_since, created_at, updated_at)
      select ${accountId}, n, n, ${place.pipelineId}, ${place.stageId}, ${customer.name}, ${customer.responsibleUserId},
        ${contactIds[0] ?? null}, ${customer.companyId}, ${customer.fromDealId}, ${customer.nextPurchaseOn}::date, ${now}, ${now}, ${now}
      from nextval('deal_ids') n
      returning account_id, id
    ), linked as (
      insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main, added_at)
      select d.account_id, 'customer', d.id, k.id, k.place = 1, ${now} from d
      cross join unnest(${[...contactIds]}::bigint[]) with ordinality k(id, place)
    )
    select id from d`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('A customer was not written')
  return id
}
