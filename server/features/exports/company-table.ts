import { sql } from 'kysely'
import type { PointView } from '#contract/points'
import type { TagMark } from '#contract/tags'
import type { Viewer } from '#features/access'
import { companyConditions } from '#features/companies'
import { pointsOf } from '#features/contacts'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'
import { numberCell, textCell, timeCell, type ExportRow, type Table } from './export-table.ts'
import { pointColumns } from './point-columns.ts'

type Row = ExportRow & {
  name: string
  points: PointView[]
  website: string | null
  address: string | null
  responsible: string | null
  tags: TagMark[]
  createdAt: string
  updatedAt: string
}

export async function companyTable(
  db: Read,
  viewer: Viewer,
  wishes: Parameters<typeof companyConditions>[2],
): Promise<Table<Row>> {
  const where = await companyConditions(db, viewer, wishes)
  return {
    kind: 'company',
    entity: 'companies',
    name: { ru: 'Компании', en: 'Companies' },
    columns: {
      id: ({ id }) => numberCell(id),
      'company.name': ({ name }) => textCell(name),
      ...pointColumns('company'),
      'company.website': ({ website }) => textCell(website),
      'company.address': ({ address }) => textCell(address),
      'company.responsible': ({ responsible }) => textCell(responsible),
      'company.tags': ({ tags }) => textCell(tags.map(({ name }) => name).join(', ')),
      createdAt: ({ createdAt }) => timeCell(createdAt),
      updatedAt: ({ updatedAt }) => timeCell(updatedAt),
    },
    async find(afterId, limit, timeZone) {
      const { rows } = await sql<Row>`
        select o.id, o.name, o.website, o.address, o.responsible_user_id as "responsibleUserId", u.group_id as "groupId",
          u.name as responsible, ${pointsOf('company')} as points, ${tagsOf('company', 'o')} as tags,
          to_char(o.created_at at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI') as "createdAt",
          to_char(o.updated_at at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI') as "updatedAt"
        from (select b.* from companies b where ${where} and b.id > ${afterId} order by b.id limit ${limit}) o
        left join users u on u.account_id = o.account_id and u.id = o.responsible_user_id
        order by o.id`.execute(db)
      return rows
    },
  }
}
