import { readCsv } from './read-csv.ts'
import { readXlsx } from './read-xlsx.ts'
import type { SheetFormat, SheetRow, SheetSource } from './sheet.ts'

/** The rows of a table, one after another: what is read is never held together. `folder`: where it may keep what it needs meanwhile. */
export function readSheet(
  source: SheetSource,
  format: SheetFormat,
  folder: string,
): AsyncGenerator<SheetRow> {
  return format.kind === 'csv' ? readCsv(source, format) : readXlsx(source, folder)
}
