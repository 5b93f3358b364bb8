import { Readable } from 'node:stream'
import type { SheetCell } from './sheet.ts'

export type CsvStyle = { separator: ',' | ';' }

/** A table as CSV in UTF-8 with a mark, by which Excel knows the encoding. The rows are asked for as the reader takes them. */
export function writeCsv(rows: AsyncIterable<SheetCell[]>, style: CsvStyle): Readable {
  return Readable.from(toLines(rows, style), { objectMode: false, highWaterMark: 256 * 1024 })
}

async function* toLines(rows: AsyncIterable<SheetCell[]>, style: CsvStyle): AsyncGenerator<string> {
  yield '\uFEFF'
  for await (const row of rows) yield `${row.map((cell) => toCell(cell, style)).join(style.separator)}\r\n`
}

function toCell(cell: SheetCell, { separator }: CsvStyle): string {
  if (cell === null) return ''
  // Where cells are parted by semicolons, Excel reads decimal commas.
  if (cell.kind === 'number') return String(cell.value).replace('.', separator === ';' ? ',' : '.')
  if (cell.kind === 'phone' && isPlainPhone(cell.value)) return quoted(cell.value)
  return quoted(withoutFormula(cell.value))
}

/** Digits and what parts them: nothing of it can be run. */
function isPlainPhone(text: string): boolean {
  return /^\+?[\d\s().-]+(, \+?[\d\s().-]+)*$/.test(text)
}

/** A cell that a program would take for a formula begins with an apostrophe: it is text then. */
export function withoutFormula(text: string): string {
  return /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
