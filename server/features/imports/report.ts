import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Language } from '#contract/common'
import { reportWords, rowProblemWords } from '#contract/import-words'
import type { listImportProblems, RowProblemView } from '#contract/imports'
import type { EndpointOutput } from '#contract/endpoint'
import type { Viewer } from '#features/access'
import type { Db, Read } from '#lib/db'
import { AppError } from '#lib/errors'
import type { SheetCell } from '#lib/sheets/sheet'
import { writeCsv } from '#lib/sheets/write-csv'
import { findImport, isSeen, type StoredImport } from './import-queries.ts'
import { keptRow } from './work/undo-shapes.ts'

type WrongRow = { row: number; line: number; problems: RowProblemView[] }

async function findWrong(
  db: Read,
  { accountId, id }: StoredImport,
  { after, limit }: { after: number; limit: number },
): Promise<WrongRow[]> {
  const { rows } = await sql<WrongRow>`select row, line, problems from import_rows
    where account_id = ${accountId} and import_id = ${id} and outcome = 'wrong' and row > ${after}
    order by row limit ${limit}`.execute(db)
  return rows
}

/** One page of the rows that are wrong. Throws `import.not_found`. */
export async function listProblems(
  db: Read,
  viewer: Viewer,
  { importId, after, limit }: { importId: number; after: number; limit: number },
): Promise<EndpointOutput<typeof listImportProblems>> {
  const found = await findSeen(db, viewer, importId)
  const rows = await findWrong(db, found, { after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  return { items: page, next: rows.length > limit ? (page.at(-1)?.row ?? null) : null }
}

async function findSeen(db: Read, viewer: Viewer, importId: number): Promise<StoredImport> {
  const found = await findImport(db, viewer.accountId, importId)
  if (!found || !isSeen(viewer, found)) throw new AppError('import.not_found')
  return found
}

const portion = 500

/** The report of an import as CSV in a language: rows that are wrong, or what an undo has left. Throws `import.not_found`. */
export async function writeReport(
  db: Db,
  viewer: Viewer,
  importId: number,
  language: Language,
): Promise<{ name: string; open: () => Promise<Readable> }> {
  const found = await findSeen(db, viewer, importId)
  const isUndone = found.state === 'undone' || found.state === 'undoing'
  const rows = isUndone ? leftRows(db, found, language) : wrongRows(db, found, language)
  const name = `${found.fileName.replace(/\.[^.]*$/, '')} - ${language === 'ru' ? 'отчёт' : 'report'}.csv`
  const separator = language === 'ru' ? ';' : ','
  return { name, open: async () => writeCsv(rows, { separator }) }
}

const text = (value: string): SheetCell => ({ kind: 'text', value })

async function* wrongRows(db: Db, found: StoredImport, language: Language): AsyncGenerator<SheetCell[]> {
  const words = reportWords[language]
  yield [text(words.line), text(words.column), text(words.value), text(words.problem)]
  for (let after = 0; ;) {
    const rows = await findWrong(db, found, { after, limit: portion })
    for (const { line, problems } of rows) {
      for (const { column, value, code } of problems) {
        const cells = [column ?? '', value ?? '', rowProblemWords[language][code]].map(text)
        yield [{ kind: 'number', value: line }, ...cells]
      }
    }
    const last = rows.at(-1)
    if (!last || rows.length < portion) return
    after = last.row
  }
}

type LeftRow = { row: number; line: number; kept: unknown }

async function* leftRows(db: Db, found: StoredImport, language: Language): AsyncGenerator<SheetCell[]> {
  const words = reportWords[language]
  yield [text(words.line), text(words.thing), text('ID'), text(words.why)]
  for (let after = 0; ;) {
    const { rows } = await sql<LeftRow>`select row, line, kept from import_rows
      where account_id = ${found.accountId} and import_id = ${found.id} and undo = 'left' and row > ${after}
      order by row limit ${portion}`.execute(db)
    for (const { line, kept } of rows) {
      for (const { kind, id, why } of z.array(keptRow).parse(kept)) {
        // Not its name: one given since may not be for who reads this.
        yield [
          { kind: 'number', value: line },
          text(words[kind]),
          { kind: 'number', value: id },
          text(words[why]),
        ]
      }
    }
    const last = rows.at(-1)
    if (!last || rows.length < portion) return
    after = last.row
  }
}
