import { sql, type RawBuilder } from 'kysely'
import type { CustomerWishes } from '#contract/customers'
import type { TagMark } from '#contract/tags'
import type { Viewer } from '#features/access'
import { customerConditions } from '#features/customers'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'
import { numberCell, textCell, timeCell, type ExportRow, type Table } from './export-table.ts'
import { joinMainContact, mainContactColumns, withAllowedContact, type MainContact } from './main-contact.ts'

type Row = ExportRow &
  MainContact & {
    name: string
    stage: string
    responsible: string | null
    tags: TagMark[]
    nextPurchaseOn: string | null
    lastPurchaseOn: string | null
    purchases: number
    ltv: string
    createdAt: string
    updatedAt: string
  }

export function customerTable(db: Read, viewer: Viewer, wishes: CustomerWishes): Table<Row> {
  return {
    kind: 'customer',
    entity: 'customers',
    name: { ru: 'Покупатели', en: 'Customers' },
    columns: {
      id: ({ id }) => numberCell(id),
      'customer.name': ({ name }) => textCell(name),
      'customer.stage': ({ stage }) => textCell(stage),
      'customer.responsible': ({ responsible }) => textCell(responsible),
      'customer.next': ({ nextPurchaseOn }) => dayCell(nextPurchaseOn),
      lastPurchaseOn: ({ lastPurchaseOn }) => dayCell(lastPurchaseOn),
      purchases: ({ purchases }) => numberCell(purchases),
      ltv: ({ ltv }) => numberCell(Number(ltv)),
      'customer.tags': ({ tags }) => textCell(tags.map(({ name }) => name).join(', ')),
      'contact.name': ({ contact }) => textCell(contact),
      'contact.phone': ({ phone }) => (phone === null ? null : { kind: 'phone', value: phone }),
      'contact.email': ({ email }) => textCell(email),
      createdAt: ({ createdAt }) => timeCell(createdAt),
      updatedAt: ({ updatedAt }) => timeCell(updatedAt),
    },
    async find(afterId, limit, timeZone) {
      const wall = (column: string): RawBuilder<unknown> =>
        sql`to_char(${sql.ref(column)} at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI')`
      const { rows } = await sql<Row>`
        select d.id, d.name, s.name as stage, d.responsible_user_id as "responsibleUserId", u.group_id as "groupId",
          u.name as responsible, ${tagsOf('customer', 'd')} as tags, d.next_purchase_on::text as "nextPurchaseOn",
          d.last_purchase_on::text as "lastPurchaseOn", d.purchases, d.ltv,
          ${mainContactColumns()},
          ${wall('d.created_at')} as "createdAt", ${wall('d.updated_at')} as "updatedAt"
        from (select d.* from customers d where ${customerConditions(viewer, wishes)} and d.id > ${afterId}
          order by d.id limit ${limit}) d
        join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
        left join users u on u.account_id = d.account_id and u.id = d.responsible_user_id
        ${joinMainContact(viewer)}
        order by d.id`.execute(db)
      return rows.map((row) => withAllowedContact(viewer, row))
    },
  }
}

function dayCell(value: string | null): ReturnType<typeof textCell> {
  return value === null ? null : { kind: 'day', value }
}
