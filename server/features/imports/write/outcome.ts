import type { RowProblem, RowProblemView } from '#contract/imports'
import type { FieldValue } from '#contract/field-values'
import type { TypedPoint } from '#contract/points'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import type { WishedEntity } from '../read/row-wish.ts'

/** What is written of a changed contact or company: what stood there, and what stands there since. */
export type Facts = {
  name?: string
  website?: string | null
  address?: string | null
  responsibleUserId?: number | null
  companyId?: number | null
  points?: TypedPoint[]
  fields?: Record<string, FieldValue | null>
}
export type Made = { kind: WishedEntity; id: number }
export type Changed = {
  kind: 'contact' | 'company'
  id: number
  /** When it had been changed last before. */
  seenAt: string
  before: Facts
  after: Facts
  /** Tags put on. */
  tagIds: number[]
}

/** What came of a row. */
export type Outcome = {
  outcome: 'new' | 'changed' | 'skipped' | 'wrong'
  problems: RowProblemView[]
  made: Made[]
  changes: Changed[]
}

/** A row is wrong, and nothing of it is done. */
export class WrongRow extends Error {
  readonly problem: RowProblemView

  constructor(code: RowProblem, column: string | null = null) {
    super(code)
    this.problem = { code, column, value: null }
  }
}

/** A row being brought in: by whom, at what time, into what. */
export type Doing = { tx: Tx; viewer: Viewer; now: Date; made: Made[]; changes: Changed[] }
