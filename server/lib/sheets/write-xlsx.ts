import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { SheetCell } from './sheet.ts'
import { contentTypes, packageRelations, styles, styleOf, workbook, workbookRelations } from './xlsx-parts.ts'

/** A sheet of Excel has 1,048,576 rows. */
const mostRows = 1_048_576
/** No cell holds more. */
const mostChars = 32_767
const piece = 200

/** A table as a workbook. The rows are asked for as the reader takes them; what no longer fits on a sheet goes on the next one. */
export function writeXlsx(
  rows: AsyncIterable<SheetCell[]>,
  { name, rowsPerSheet = mostRows }: { name: string; rowsPerSheet?: number },
): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream
  if (!(output instanceof Readable)) throw new Error('A zip is not written to a stream')
  const fail = (error: unknown): void => {
    output.destroy(error instanceof Error ? error : new Error(String(error)))
  }
  zip.on('error', fail)
  const all = rows[Symbol.asyncIterator]()
  const sheets: Readable[] = []
  addSheets(zip, all, { sheets, rowsPerSheet, fail }).then((count) => {
    for (const [path, text] of Object.entries({
      '[Content_Types].xml': contentTypes(count),
      '_rels/.rels': packageRelations,
      'xl/workbook.xml': workbook(count, name),
      'xl/_rels/workbook.xml.rels': workbookRelations(count),
      'xl/styles.xml': styles,
    })) {
      zip.addBuffer(Buffer.from(text), path)
    }
    zip.end()
  }, fail)
  // Who went away in the middle is written for no longer.
  output.on('close', () => {
    for (const sheet of sheets) sheet.destroy()
    void all.return?.()
  })
  return output
}

type Adding = { sheets: Readable[]; rowsPerSheet: number; fail: (error: unknown) => void }

/** @returns how many sheets it came to. */
async function addSheets(
  zip: ZipFile,
  rows: AsyncIterator<SheetCell[]>,
  { sheets, rowsPerSheet, fail }: Adding,
): Promise<number> {
  let next = await rows.next()
  let head: SheetCell[] | null = null
  for (;;) {
    const ended = Promise.withResolvers<void>()
    const lines = async function* (): AsyncGenerator<string> {
      yield sheetStart
      let text = ''
      let count = 0
      if (head && !next.done) text += toRow(head, (count += 1), true)
      while (!next.done && count < rowsPerSheet) {
        text += toRow(next.value, (count += 1), head === null)
        head ??= next.value
        if (count % piece === 0) {
          yield text
          text = ''
        }
        next = await rows.next()
      }
      yield `${text}</sheetData></worksheet>`
    }
    const sheet = Readable.from(lines(), { objectMode: false })
    sheet.on('end', ended.resolve)
    sheet.on('error', (error) => {
      fail(error)
      ended.reject(error)
    })
    sheet.on('close', () => ended.resolve())
    sheets.push(sheet)
    zip.addReadStream(sheet, `xl/worksheets/sheet${sheets.length}.xml`)
    await ended.promise
    if (next.done) return sheets.length
  }
}

const sheetStart =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
  '<sheetFormatPr defaultRowHeight="15" defaultColWidth="18"/><sheetData>'

function toRow(cells: SheetCell[], line: number, isHead: boolean): string {
  return `<row r="${line}">${cells.map((cell, column) => toCell(cell, `${lettersOf(column)}${line}`, isHead)).join('')}</row>`
}

function toCell(cell: SheetCell, reference: string, isHead: boolean): string {
  if (cell === null || cell.value === '') return ''
  if (cell.kind === 'number') return `<c r="${reference}"><v>${cell.value}</v></c>`
  const style = isHead ? styleOf.head : null
  if (cell.kind === 'day' || cell.kind === 'time') {
    const serial = toSerial(cell.value)
    if (serial !== null) return `<c r="${reference}" s="${styleOf[cell.kind]}"><v>${serial}</v></c>`
  }
  // Text is never run here; the mark of text keeps it so when somebody edits the cell.
  const mark = style ?? (/^\s*[=+\-@\t\r]/.test(cell.value) ? styleOf.text : null)
  return (
    `<c r="${reference}" t="inlineStr"${mark === null ? '' : ` s="${mark}"`}>` +
    `<is><t xml:space="preserve">${escapeXml(cell.value.slice(0, mostChars))}</t></is></c>`
  )
}

/** Column 27, counted from 0, is `AB`. */
function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last
}

const dayMs = 24 * 60 * 60 * 1000

/** A wall time as days since the last of 1899; null for what Excel has no day for. */
function toSerial(wall: string): number | null {
  const at = Date.parse(`${wall.slice(0, 10)}T${wall.slice(11) || '00:00'}:00Z`)
  const serial = (at - Date.UTC(1899, 11, 30)) / dayMs
  return Number.isFinite(serial) && serial > 60 ? Math.round(serial * 86_400) / 86_400 : null
}

/** What XML cannot hold is left out. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}
