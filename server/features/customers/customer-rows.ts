import { sql, type RawBuilder } from 'kysely'
import type { CustomerRow } from '#contract/customers'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'
import { customerPlace } from './customer-order.ts'

type Stored = Omit<
  CustomerRow,
  'ltv' | 'stage' | 'mainContact' | 'stageSince' | 'createdAt' | 'updatedAt'
> & {
  ltv: string
  stageId: number
  stageName: string
  stageColor: CustomerRow['stage']['color']
  stageKind: CustomerRow['stage']['kind']
  contactId: number | null
  contactName: string | null
  stageSince: Date
  createdAt: Date
  updatedAt: Date
  place: string
}

/** Rows of customers with their cursors; `rest` selects from customers with an `ord` to sort by. As rows of deals are read. */
export async function selectCustomerRows(
  db: Read,
  rest: RawBuilder<unknown>,
  place: RawBuilder<string> = customerPlace('updated'),
): Promise<{ row: CustomerRow; place: string }[]> {
  const { rows } = await sql<Stored>`
    select d.id, d.name, d.pipeline_id as "pipelineId",
      s.id as "stageId", s.name as "stageName", s.color as "stageColor", s.kind as "stageKind",
      d.responsible_user_id as "responsibleUserId", own.root_id as "contactId", coalesce(k.name, own.name) as "contactName",
      d.unread_conversations as "unreadConversations", d.conversations, d.next_purchase_on::text as "nextPurchaseOn",
      d.last_purchase_on::text as "lastPurchaseOn", d.purchases, d.ltv, ${tagsOf('customer', 'd')} as tags,
      d.stage_since as "stageSince", d.created_at as "createdAt", d.updated_at as "updatedAt", ${place} as place
    from (${rest}) d
    join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
    left join contacts own on own.account_id = d.account_id and own.id = d.main_contact_id
    left join contacts k on k.account_id = own.account_id and k.id = nullif(own.root_id, own.id)
    order by d.ord`.execute(db)
  return rows.map(
    ({ place: at, stageId, stageName, stageColor, stageKind, contactId, contactName, ...row }) => ({
      place: at,
      row: {
        ...row,
        stage: { id: stageId, name: stageName, color: stageColor, kind: stageKind },
        mainContact: contactId === null || contactName === null ? null : { id: contactId, name: contactName },
        ltv: Number(row.ltv),
        stageSince: row.stageSince.toISOString(),
        createdAt: row.createdAt.toISOString(),
        updatedAt: row.updatedAt.toISOString(),
      },
    }),
  )
}

/** Rows of these customers. Rights are the caller's. */
export async function findCustomerRows(db: Read, accountId: number, ids: number[]): Promise<CustomerRow[]> {
  if (ids.length === 0) return []
  const found = await selectCustomerRows(
    db,
    sql`select d.*, d.id as ord from customers d where d.account_id = ${accountId} and d.id = any(${ids}::bigint[])
      and d.deleted_at is null`,
  )
  return found.map(({ row }) => row)
}
