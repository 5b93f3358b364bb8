import type { Readable } from 'node:stream'

/** Where the bytes of a table lie; `start` and `end` are both included. */
export type SheetSource = {
  sizeBytes: number
  open(range?: { start: number; end: number }): Promise<Readable>
}

/** One row of a table as text. `line`: where it begins in its file, counted from 1, as a person finds it. */
export type SheetRow = { line: number; cells: string[] }

const sheetEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251'] as const
export type SheetEncoding = (typeof sheetEncodings)[number]

export const sheetSeparators = [',', ';', '\t'] as const
export type SheetSeparator = (typeof sheetSeparators)[number]

/** How the bytes of a table are read. */
export type SheetFormat =
  | { kind: 'csv'; encoding: SheetEncoding; separator: SheetSeparator }
  | { kind: 'xlsx' }

/**
 * Why a file is no table that can be read. `old_excel`: a workbook of Excel before 2007, or one under a password. `broken_quote`:
 * a quote begins at `line` and nothing ends it.
 */
export type SheetProblem = 'empty' | 'not_a_table' | 'old_excel' | 'too_big' | 'broken_quote' | 'broken'

/** An expected failure of reading a table. */
export class SheetError extends Error {
  readonly problem: SheetProblem
  readonly line: number | null

  constructor(problem: SheetProblem, line: number | null = null) {
    super(`The table cannot be read: ${problem}`)
    this.problem = problem
    this.line = line
  }
}

/** A cell that is written: text, a phone (readable in any program), a number, a day (2026-11-26), a wall time (2026-11-26 09:30). */
export type SheetCell =
  | { kind: 'text' | 'phone' | 'day' | 'time'; value: string }
  | { kind: 'number'; value: number }
  | null
