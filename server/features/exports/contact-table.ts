import { sql } from 'kysely'
import { reportWords } from '#contract/import-words'
import type { PointView } from '#contract/points'
import type { TagMark } from '#contract/tags'
import { seesCompany, type Viewer } from '#features/access'
import { contactConditions, pointsOf } from '#features/contacts'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'
import { numberCell, textCell, timeCell, type ExportRow, type Table } from './export-table.ts'
import { pointColumns } from './point-columns.ts'

type Row = ExportRow & {
  name: string
  points: PointView[]
  company: string | null
  responsible: string | null
  tags: TagMark[]
  isBlocked: boolean
  createdAt: string
  updatedAt: string
}

export async function contactTable(
  db: Read,
  viewer: Viewer,
  wishes: Parameters<typeof contactConditions>[2],
): Promise<Table<Row>> {
  const where = await contactConditions(db, viewer, wishes)
  return {
    kind: 'contact',
    entity: 'contacts',
    name: { ru: 'Контакты', en: 'Contacts' },
    columns: {
      id: ({ id }) => numberCell(id),
      'contact.name': ({ name }) => textCell(name),
      ...pointColumns('contact'),
      'contact.company': ({ company }) => textCell(company),
      'contact.responsible': ({ responsible }) => textCell(responsible),
      'contact.tags': ({ tags }) => textCell(tags.map(({ name }) => name).join(', ')),
      isBlocked: ({ isBlocked }, language) => textCell(isBlocked ? reportWords[language].yes : null),
      createdAt: ({ createdAt }) => timeCell(createdAt),
      updatedAt: ({ updatedAt }) => timeCell(updatedAt),
    },
    async find(afterId, limit, timeZone) {
      const { rows } = await sql<Row>`
        select o.id, o.name, o.responsible_user_id as "responsibleUserId", u.group_id as "groupId", u.name as responsible,
          ${pointsOf('contact')} as points, ${tagsOf('contact', 'o')} as tags, o.blocked_at is not null as "isBlocked",
          (select c.name from companies own join companies c on c.account_id = own.account_id and c.id = own.root_id
            where own.account_id = o.account_id and own.id = o.company_id and c.deleted_at is null and ${seesCompany(viewer, 'c')}) as company,
          to_char(o.created_at at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI') as "createdAt",
          to_char(o.updated_at at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI') as "updatedAt"
        from (select k.* from contacts k where ${where} and k.id > ${afterId} order by k.id limit ${limit}) o
        left join users u on u.account_id = o.account_id and u.id = o.responsible_user_id
        order by o.id`.execute(db)
      return rows
    },
  }
}
