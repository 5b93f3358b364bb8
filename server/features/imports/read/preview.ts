import { readSheet } from '#lib/sheets/read-sheet'
import { SheetError, type SheetFormat, type SheetSource } from '#lib/sheets/sheet'

export type Preview = { headers: string[]; samples: string[][] }

const shownRows = 5
const shownChars = 60

/** The head of a table and the first values of each column. Throws `SheetError`. */
export async function preview(source: SheetSource, format: SheetFormat, folder: string): Promise<Preview> {
  let headers: string[] | null = null
  let samples: string[][] = []
  let count = 0
  for await (const { cells } of readSheet(source, format, folder)) {
    if (headers === null) {
      headers = trimEnd(cells).map(short)
      samples = headers.map(() => [])
      continue
    }
    for (const [place, column] of samples.entries()) column.push(short(cells[place] ?? ''))
    count += 1
    if (count === shownRows) break
  }
  if (headers === null || headers.length === 0) throw new SheetError('empty')
  return { headers, samples }
}

function trimEnd(cells: string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1)
}

function short(cell: string): string {
  return cell
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, shownChars)
    .toWellFormed()
}
