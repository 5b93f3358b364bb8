import { sql } from 'kysely'
import type { EntityKind, Language } from '#contract/common'
import type { ExportFormat } from '#contract/exports'
import type { FieldView } from '#contract/fields'
import { targetName } from '#contract/import-words'
import type { RightEntity } from '#contract/permissions'
import { findLanguage, mayDo, type Viewer } from '#features/access'
import { findFields, listValues } from '#features/fields'
import type { Db } from '#lib/db'
import { AppError } from '#lib/errors'
import type { MadeDownload } from '#lib/http/route'
import type { SheetCell } from '#lib/sheets/sheet'
import { writeCsv } from '#lib/sheets/write-csv'
import { writeXlsx } from '#lib/sheets/write-xlsx'
import { fieldCell } from './field-cell.ts'

/** What every row of an export has, by whatever table. */
export type ExportRow = { id: number; responsibleUserId: number | null; groupId: number | null }

/** A list that can be taken away as a table. */
export type Table<Row extends ExportRow> = {
  kind: EntityKind
  entity: Exclude<RightEntity, 'tasks'>
  name: Record<Language, string>
  /** What columns are taken for when they are brought in again, and what stands in them. */
  columns: Record<string, (row: Row, language: Language) => SheetCell>
  /** The next rows after an id, by id: a row that is changed meanwhile is met exactly once. */
  find(afterId: number, limit: number, timeZone: string): Promise<Row[]>
}

const portion = 500

/** Throws `session.forbidden` for whose role exports none of them. */
export async function exportTable<Row extends ExportRow>(
  db: Db,
  viewer: Viewer,
  table: Table<Row>,
  format: ExportFormat,
  now: Date,
): Promise<MadeDownload> {
  if (!viewer.isAdmin && viewer.rights[table.entity].export === 'none')
    throw new AppError('session.forbidden')
  const language = await findLanguage(db, viewer)
  const fields = await findFields(db, viewer, table.kind)
  const { rows: accounts } = await sql<{ timeZone: string; day: string }>`
    select time_zone as "timeZone", to_char(${now}::timestamptz at time zone time_zone, 'YYYY-MM-DD') as day
    from accounts where id = ${viewer.accountId}`.execute(db)
  const { timeZone = 'UTC', day = '' } = accounts[0] ?? {}
  const rows = walk(db, viewer, table, { language, fields, timeZone })
  const name = table.name[language]
  return format === 'csv'
    ? {
        name: `${name} ${day}.csv`,
        mime: 'text/csv',
        open: async () => writeCsv(rows, { separator: language === 'ru' ? ';' : ',' }),
      }
    : {
        name: `${name} ${day}.xlsx`,
        mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        open: async () => writeXlsx(rows, { name }),
      }
}

type Given = { language: Language; fields: FieldView[]; timeZone: string }

/** Row after row as they are asked for; no more than a portion of them is held. */
async function* walk<Row extends ExportRow>(
  db: Db,
  viewer: Viewer,
  table: Table<Row>,
  { language, fields, timeZone }: Given,
): AsyncGenerator<SheetCell[]> {
  const columns = Object.entries(table.columns)
  yield [...columns.map(([target]) => targetName(language, target)), ...fields.map(({ name }) => name)].map(
    (value) => ({ kind: 'text', value }),
  )
  for (let afterId = 0; ;) {
    const rows = await table.find(afterId, portion, timeZone)
    const allowed = rows.filter(({ responsibleUserId, groupId }) =>
      mayDo(viewer, table.entity, 'export', { userId: responsibleUserId, groupId }),
    )
    const ids = allowed.map(({ id }) => id)
    const listed = fields.length > 0 ? await listValues(db, viewer, table.kind, ids) : []
    const values = new Map(listed.map((row) => [row.id, row.values]))
    for (const row of allowed) {
      yield [
        ...columns.map(([, cellOf]) => cellOf(row, language)),
        ...fields.map((field) => fieldCell(field, values.get(row.id)?.[field.id], { language, timeZone })),
      ]
    }
    const last = rows.at(-1)
    if (!last || rows.length < portion) return
    afterId = last.id
  }
}

export const textCell = (value: string | null | undefined): SheetCell =>
  value ? { kind: 'text', value } : null
export const timeCell = (value: string | null): SheetCell => (value ? { kind: 'time', value } : null)
export const numberCell = (value: number | null): SheetCell =>
  value === null ? null : { kind: 'number', value }
