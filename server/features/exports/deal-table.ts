import { sql, type RawBuilder } from 'kysely'
import type { TagMark } from '#contract/tags'
import type { Viewer } from '#features/access'
import { dealConditions, type DealFilterWishes } from '#features/deals'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'
import { numberCell, textCell, timeCell, type ExportRow, type Table } from './export-table.ts'
import { joinMainContact, mainContactColumns, withAllowedContact, type MainContact } from './main-contact.ts'

type Row = ExportRow &
  MainContact & {
    name: string
    budget: string | null
    pipeline: string
    stage: string
    responsible: string | null
    tags: TagMark[]
    createdAt: string
    updatedAt: string
    closedAt: string | null
  }

export function dealTable(db: Read, viewer: Viewer, wishes: DealFilterWishes): Table<Row> {
  return {
    kind: 'deal',
    entity: 'deals',
    name: { ru: 'Сделки', en: 'Deals' },
    columns: {
      id: ({ id }) => numberCell(id),
      'deal.name': ({ name }) => textCell(name),
      'deal.budget': ({ budget }) => numberCell(budget === null ? null : Number(budget)),
      'deal.pipeline': ({ pipeline }) => textCell(pipeline),
      'deal.stage': ({ stage }) => textCell(stage),
      'deal.responsible': ({ responsible }) => textCell(responsible),
      'deal.tags': ({ tags }) => textCell(tags.map(({ name }) => name).join(', ')),
      'contact.name': ({ contact }) => textCell(contact),
      'contact.phone': ({ phone }) => (phone === null ? null : { kind: 'phone', value: phone }),
      'contact.email': ({ email }) => textCell(email),
      createdAt: ({ createdAt }) => timeCell(createdAt),
      updatedAt: ({ updatedAt }) => timeCell(updatedAt),
      closedAt: ({ closedAt }) => timeCell(closedAt),
    },
    async find(afterId, limit, timeZone) {
      const wall = (column: string): RawBuilder<unknown> =>
        sql`to_char(${sql.ref(column)} at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI')`
      const { rows } = await sql<Row>`
        select d.id, d.name, d.budget, p.name as pipeline, s.name as stage, d.responsible_user_id as "responsibleUserId",
          u.group_id as "groupId", u.name as responsible, ${tagsOf('deal', 'd')} as tags,
          ${mainContactColumns()},
          ${wall('d.created_at')} as "createdAt", ${wall('d.updated_at')} as "updatedAt", ${wall('d.closed_at')} as "closedAt"
        from (select d.* from deals d where ${dealConditions(viewer, wishes)} and d.id > ${afterId} order by d.id limit ${limit}) d
        join pipelines p on p.account_id = d.account_id and p.id = d.pipeline_id
        join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
        left join users u on u.account_id = d.account_id and u.id = d.responsible_user_id
        ${joinMainContact(viewer)}
        order by d.id`.execute(db)
      return rows.map((row) => withAllowedContact(viewer, row))
    },
  }
}
