import { openZip, type Zip } from './open-zip.ts'
import { walkXml, type XmlVisitor } from './read-xml.ts'
import { SheetError, type SheetRow, type SheetSource } from './sheet.ts'
import { createStringStore, type StringStore } from './string-store.ts'
import { readWorkbook, type Workbook } from './workbook.ts'

/** No cell of Excel holds more than 32,767 characters. */
const mostCellChars = 40_000
const mostColumns = 16_384

type RawCell = { column: number; type: string; style: number; text: string }
type RawRow = { line: number; cells: RawCell[] }

/** The rows of the first sheet as they come. Formulas are told by what they last came to. Throws `SheetError`. */
export async function* readXlsx(source: SheetSource, folder: string): AsyncGenerator<SheetRow> {
  const zip = await openZip(source)
  const strings = await createStringStore(folder)
  try {
    const workbook = await readWorkbook(zip)
    await readSharedStrings(zip, strings)
    const bytes = await zip.open(workbook.sheet)
    if (!bytes) throw new SheetError('broken')
    const gathered = gatherRows()
    for await (const row of walkXml(bytes, gathered.visitor, gathered.take)) {
      const cells = await toTexts(row.cells, workbook, strings)
      if (cells.some((cell) => cell !== '')) yield { line: row.line, cells }
    }
  } finally {
    await strings.close()
    zip.close()
  }
}

/** Texts that cells name by number. What is said of how words are spoken is left out. */
async function readSharedStrings(zip: Zip, strings: StringStore): Promise<void> {
  const bytes = await zip.open('xl/sharedStrings.xml')
  if (!bytes) return
  const ready: string[] = []
  let text = ''
  let isText = false
  let isSpoken = false
  const visitor: XmlVisitor = {
    open({ name }) {
      if (name === 'si') text = ''
      if (name === 'rPh') isSpoken = true
      if (name === 't') isText = !isSpoken
    },
    text(more) {
      if (isText) text = joined(text, more)
    },
    close({ name }) {
      if (name === 't') isText = false
      if (name === 'rPh') isSpoken = false
      if (name === 'si') ready.push(text)
    },
  }
  const take = (): string[] => ready.splice(0)
  for await (const one of walkXml(bytes, visitor, take)) await strings.add(one)
}

function gatherRows(): { visitor: XmlVisitor; take(): RawRow[] } {
  const ready: RawRow[] = []
  let row: RawRow = { line: 0, cells: [] }
  let cell: RawCell | null = null
  let isValue = false
  let isSpoken = false
  return {
    take: () => ready.splice(0),
    visitor: {
      open({ name, attributes }) {
        if (name === 'row') row = { line: Number(attributes['r'] ?? row.line + 1), cells: [] }
        if (name === 'c') {
          cell = {
            column: columnOf(attributes['r']) ?? row.cells.length,
            type: attributes['t'] ?? 'n',
            style: Number(attributes['s'] ?? 0),
            text: '',
          }
        }
        if (name === 'rPh') isSpoken = true
        if (name === 'v' || name === 't') isValue = !isSpoken
      },
      text(more) {
        if (cell && isValue) cell.text = joined(cell.text, more)
      },
      close({ name }) {
        if (name === 'v' || name === 't') isValue = false
        if (name === 'rPh') isSpoken = false
        if (name === 'c' && cell) {
          if (cell.text !== '' && cell.column < mostColumns) row.cells.push(cell)
          cell = null
        }
        if (name === 'row') ready.push(row)
      },
    },
  }
}

function joined(text: string, more: string): string {
  if (text.length + more.length > mostCellChars) throw new SheetError('too_big')
  return text + more
}

/** `AB12` is in column 27, counted from 0. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (!letters) return null
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

async function toTexts(cells: RawCell[], workbook: Workbook, strings: StringStore): Promise<string[]> {
  const last = cells.reduce((most, { column }) => Math.max(most, column), -1)
  const texts = Array.from({ length: last + 1 }, () => '')
  for (const cell of cells) texts[cell.column] = await toText(cell, workbook, strings)
  return texts
}

async function toText(cell: RawCell, workbook: Workbook, strings: StringStore): Promise<string> {
  const { type, text } = cell
  if (type === 's') return (await strings.get(Number(text))) ?? ''
  if (type === 'e') return ''
  if (type !== 'n') return text
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  if (workbook.dateStyles[cell.style]) return toInstant(number, workbook.isFrom1904)
  // Excel keeps 15 digits; more are the dust of its arithmetic.
  return String(Number(number.toPrecision(15)))
}

const dayMs = 24 * 60 * 60 * 1000

/** Days since the last of 1899 (or 1904), with a 29 February 1900 that never was. */
function toInstant(serial: number, isFrom1904: boolean): string {
  const days = isFrom1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const at = new Date(Math.round((Date.UTC(1899, 11, 30) + days * dayMs) / 1000) * 1000)
  if (Number.isNaN(at.getTime())) return String(serial)
  const [day = '', time = ''] = at.toISOString().split('T')
  return Number.isInteger(serial) ? day : `${day} ${time.slice(0, 5)}`
}
