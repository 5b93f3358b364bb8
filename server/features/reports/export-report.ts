import type { Language } from '#contract/common'
import * as sheets from '#contract/report-tables'
import type { ReportCell, ReportSheet } from '#contract/report-tables'
import { reportWords } from '#contract/report-words'
import type { ReportPeriodView, ReportTable } from '#contract/reports'
import { wallTime } from '#contract/wall-time'
import type { MadeDownload } from '#lib/http/route'
import type { SheetCell } from '#lib/sheets/sheet'
import { writeCsv } from '#lib/sheets/write-csv'
import { writeXlsx } from '#lib/sheets/write-xlsx'
import type { ReportBlocks } from './report-blocks.ts'

export type ReportFormat = 'csv' | 'xlsx'

const words: Record<
  ReportTable,
  'channel' | 'person' | 'author' | 'hour' | 'day' | 'firstMedian' | 'upTo' | 'open'
> = {
  days: 'day',
  channels: 'channel',
  people: 'person',
  authors: 'author',
  hours: 'hour',
  responses: 'firstMedian',
  buckets: 'upTo',
  load: 'open',
}

/** Which report a table is of, and how it is made of it. */
const makers: Record<ReportTable, (blocks: ReportBlocks, language: Language) => Promise<ReportSheet>> = {
  days: async (blocks, language) => sheets.daysSheet(await blocks.conversations(), language),
  channels: async (blocks, language) => sheets.channelsSheet(await blocks.conversations(), language),
  authors: async (blocks, language) => sheets.authorsSheet(await blocks.conversations(), language),
  hours: async (blocks, language) => sheets.hoursSheet(await blocks.conversations(), language),
  people: async (blocks, language) => sheets.peopleSheet(await blocks.people(), language),
  responses: async (blocks, language) => sheets.responsesSheet(await blocks.responses(), language),
  buckets: async (blocks, language) => sheets.bucketsSheet(await blocks.responses(), language),
  load: async (blocks, language) => sheets.loadSheet(await blocks.load(), language),
}

/** A table of a report as a file: the same that stands under its chart. */
export async function exportTable(
  blocks: ReportBlocks,
  table: ReportTable,
  { format, language }: { format: ReportFormat; language: Language },
): Promise<MadeDownload> {
  const { view } = blocks.scope
  const sheet = await makers[table](blocks, language)
  async function* rows(): AsyncGenerator<SheetCell[]> {
    yield sheet.head.map((value) => ({ kind: 'text', value }))
    for (const row of sheet.rows) yield row.map((cell) => cellOf(cell, view))
  }
  return fileOf(rows(), { name: reportWords[language][words[table]], view, format, language })
}

/** A table as a file that is made while it is read. */
export function fileOf(
  rows: AsyncIterable<SheetCell[]>,
  {
    name,
    view,
    format,
    language,
  }: { name: string; view: ReportPeriodView; format: ReportFormat; language: Language },
): MadeDownload {
  const from = wallTime(new Date(view.from), view.timeZone).slice(0, 10)
  const to = wallTime(new Date(Date.parse(view.to) - 1), view.timeZone).slice(0, 10)
  const title = `${name} ${from === to ? from : `${from} – ${to}`}`
  return format === 'csv'
    ? {
        name: `${title}.csv`,
        mime: 'text/csv',
        open: async () => writeCsv(rows, { separator: language === 'ru' ? ';' : ',' }),
      }
    : {
        name: `${title}.xlsx`,
        mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        open: async () => writeXlsx(rows, { name }),
      }
}

function cellOf(cell: ReportCell, view: ReportPeriodView): SheetCell {
  switch (cell.kind) {
    case 'text':
      return { kind: 'text', value: cell.value }
    case 'slot':
      return view.unit === 'hour'
        ? { kind: 'text', value: sheets.slotName(cell.value, view) }
        : { kind: 'day', value: sheets.slotName(cell.value, view) }
    case 'count':
      return { kind: 'number', value: cell.value }
    case 'seconds':
      return cell.value === null ? null : { kind: 'number', value: cell.value }
    case 'instant':
      return cell.value === null
        ? null
        : { kind: 'time', value: wallTime(new Date(cell.value), view.timeZone).replace('T', ' ') }
  }
}
