import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll } from 'vitest'
import { ZipFile } from 'yazl'
import { readSheet } from './read-sheet.ts'
import { SheetError, type SheetFormat, type SheetRow, type SheetSource } from './sheet.ts'

export function sourceOf(given: Buffer | string): SheetSource {
  const bytes = Buffer.from(given)
  return {
    sizeBytes: bytes.length,
    open: async (range) =>
      Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes], { objectMode: false }),
  }
}

export const folder = await mkdtemp(join(tmpdir(), 'beseda-sheets-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

export async function rowsOf(given: Buffer | string, format: SheetFormat): Promise<SheetRow[]> {
  return allOf(readSheet(sourceOf(given), format, folder))
}

export const csv = (separator: ',' | ';' | '\t' = ';'): SheetFormat => ({
  kind: 'csv',
  encoding: 'utf-8',
  separator,
})

/** What reading comes to when it cannot be done. */
export async function problemOf(reading: Promise<unknown>): Promise<unknown> {
  return reading.then(
    () => 'read',
    (error: unknown) => (error instanceof SheetError ? [error.problem, error.line] : error),
  )
}

/** A workbook made of these parts, as other programs write it. */
export async function zipOf(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [path, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), path)
  zip.end()
  return buffer(zip.outputStream)
}

export const bookParts = (sheet: string, more: Record<string, string> = {}): Record<string, string> => ({
  'xl/workbook.xml':
    '<workbook xmlns:r="x"><sheets><sheet name="Hidden" state="hidden" r:id="rId9"/><sheet name="A" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId9" Target="worksheets/no.xml"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
  ...more,
})

export async function allOf<T>(some: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of some) all.push(one)
  return all
}
