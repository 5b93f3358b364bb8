import { z } from 'zod'
import { cursor, id, idParam, instant, pageLimit, requestId, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { pointLabels } from './points.ts'

export const importKinds = ['contacts', 'companies', 'deals', 'customers'] as const
export type ImportKind = (typeof importKinds)[number]
const kind = z.enum(importKinds)

/** What one must be allowed to add, of anybody. */
export const importNeeds: Record<ImportKind, readonly ImportKind[]> = {
  contacts: ['contacts'],
  companies: ['companies'],
  deals: ['deals', 'contacts'],
  customers: ['customers', 'contacts'],
}

/** The largest file that is taken, and the most rows in it. */
export const maxImportBytes = 200 * 1024 * 1024
export const mostImportRows = 500_000
export const mostImportColumns = 200

const pointsOf = (entity: 'contact' | 'company'): string[] =>
  ['phone', 'email'].flatMap((point) => [
    `${entity}.${point}`,
    ...pointLabels.map((label) => `${entity}.${point}.${label}`),
  ])
const contactTargets = [
  'contact.name',
  ...pointsOf('contact'),
  'contact.company',
  'contact.responsible',
  'contact.tags',
]
const companyTargets = [
  'company.name',
  ...pointsOf('company'),
  'company.website',
  'company.address',
  'company.responsible',
  'company.tags',
]
const dealTargets = [
  'deal.name',
  'deal.budget',
  'deal.pipeline',
  'deal.stage',
  'deal.responsible',
  'deal.tags',
]

const customerTargets = [
  'customer.name',
  'customer.stage',
  'customer.responsible',
  'customer.next',
  'customer.tags',
]

/** What a column can be taken for, beside custom fields (`contact.field.12`). */
export const importTargets: Record<ImportKind, readonly string[]> = {
  contacts: contactTargets,
  companies: companyTargets,
  deals: [...dealTargets, ...contactTargets],
  customers: [...customerTargets, ...contactTargets],
}

/** What of several columns is put together; of anything else one column is enough. */
export function mayRepeat(target: string): boolean {
  return /\.(name|tags)$|\.(phone|email)/.test(target)
}

/** So long an import can be undone; then what it has changed is forgotten. */
export const undoDays = 90

/** What is done with a row whose phone or e-mail somebody has already. Of deals and customers it is about their contact. */
export const matchWays = ['skip', 'fill', 'update', 'new'] as const
export type MatchWay = (typeof matchWays)[number]

/**
 * `draft`: columns are being chosen. `checking`: a dry run, in which nothing is written. `checked`: it is told what would
 * happen. `running`, then `done`, or `cancelled` in the middle. `failed`: the file cannot be read to its end. `undoing`,
 * `undone`.
 */
const importStates = [
  'draft',
  'checking',
  'checked',
  'running',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
] as const
export type ImportState = (typeof importStates)[number]

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251'] as const
export const separators = [',', ';', '\t'] as const
const format = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('csv'), encoding: z.enum(encodings), separator: z.enum(separators) }),
  z.object({ kind: z.literal('xlsx') }),
])

/** What is wrong with a row, or with a cell of it. */
const rowProblems = [
  'name_missing',
  'too_long',
  'bad_characters',
  'bad_encoding',
  'phone',
  'email',
  'website',
  'unknown_user',
  'unknown_pipeline',
  'unknown_stage',
  'bad_number',
  'bad_date',
  'bad_value',
  'unknown_choice',
  'too_many',
  'too_many_cells',
  'several_match',
  'not_allowed',
  'field_required',
] as const
export type RowProblem = (typeof rowProblems)[number]
const rowProblem = z.object({
  /** The header of the column; null: the row as a whole. */
  column: z.string().nullable(),
  code: z.enum(rowProblems),
  /** What stands there, its beginning. */
  value: z.string().nullable(),
})
export type RowProblemView = z.output<typeof rowProblem>

/** Why a file cannot be read; `line` where one is known. */
export const fileProblems = [
  'empty',
  'not_a_table',
  'old_excel',
  'too_big',
  'broken_quote',
  'broken',
  'no_rows',
  'too_many_rows',
  'too_many_columns',
  'file_gone',
  'author_gone',
] as const
export type FileProblem = (typeof fileProblems)[number]

const counts = z.object({ new: z.int(), changed: z.int(), skipped: z.int(), wrong: z.int() })
export type ImportCounts = z.output<typeof counts>

const importRow = z.object({
  id,
  kind,
  fileName: z.string(),
  state: z.enum(importStates),
  problem: z.object({ code: z.enum(fileProblems), line: z.int().nullable() }).nullable(),
  /** Null: not counted yet. */
  rowsTotal: z.int().nullable(),
  /** Of what is being done now. */
  rowsDone: z.int(),
  /** Of the check, then of the run. */
  counts,
  /** What an undo had to leave, because somebody has changed it since. */
  leftCount: z.int(),
  createdBy: z.object({ id, name: z.string() }),
  createdAt: instant,
  endedAt: instant.nullable(),
  undoneAt: instant.nullable(),
  /** What was done is remembered for `undoDays`. */
  canUndo: z.boolean(),
})
export type ImportRow = z.output<typeof importRow>

export const importView = importRow.extend({
  format,
  onMatch: z.enum(matchWays),
  columns: z.array(
    z.object({ header: z.string(), samples: z.array(z.string()), target: z.string().nullable() }),
  ),
  /** All that a column can be taken for; `name`: of a custom field. */
  targets: z.array(z.object({ target: z.string(), name: z.string().nullable() })),
})
export type ImportView = z.output<typeof importView>

const params = z.object({ importId: idParam })
const missing = ['import.not_found'] as const

/** `fileId`: an upload of one's own. The answer says what it is and what its columns are taken for. */
export const createImport = endpoint({
  id: 'imports.create',
  summary: 'Begin an import of an uploaded table',
  method: 'POST',
  path: '/imports',
  permission: 'user',
  body: z.object({ requestId, kind, fileId: uuid }),
  output: importView,
  errors: ['file.not_found', 'import.unreadable', 'session.forbidden'],
})

export const listImports = endpoint({
  id: 'imports.list',
  summary: 'Imports: one’s own, or all for who may change settings; the last first',
  method: 'GET',
  path: '/imports',
  permission: 'user',
  query: z.object({ cursor: cursor.optional(), limit: pageLimit }),
  output: z.object({ items: z.array(importRow), next: z.string().nullable() }),
})

export const getImport = endpoint({
  id: 'imports.get',
  summary: 'One import with its columns',
  method: 'GET',
  path: '/imports/:importId',
  permission: 'user',
  params,
  output: importView,
  errors: missing,
})

/** Another encoding or separator reads the columns anew. What was checked has to be checked again. */
export const changeImport = endpoint({
  id: 'imports.change',
  summary: 'Choose how a table is read and what its columns are',
  method: 'PATCH',
  path: '/imports/:importId',
  permission: 'user',
  params,
  body: z.object({
    encoding: z.enum(encodings).optional(),
    separator: z.enum(separators).optional(),
    /** One for each column. */
    targets: z.array(z.string().max(100).nullable()).max(mostImportColumns).optional(),
    onMatch: z.enum(matchWays).optional(),
  }),
  output: importView,
  errors: ['import.not_found', 'import.other_state', 'import.unreadable'],
})

export const checkImport = endpoint({
  id: 'imports.check',
  summary: 'Try an import without writing anything',
  method: 'POST',
  path: '/imports/:importId/check',
  permission: 'user',
  params,
  output: importView,
  errors: ['import.not_found', 'import.other_state', 'import.no_name'],
})

export const runImport = endpoint({
  id: 'imports.run',
  summary: 'Do what was checked',
  method: 'POST',
  path: '/imports/:importId/run',
  permission: 'user',
  params,
  output: importView,
  errors: ['import.not_found', 'import.other_state'],
})

/** A check is given up; a run stops where it stands, and what it has done can be undone. */
export const cancelImport = endpoint({
  id: 'imports.cancel',
  summary: 'Stop a check or a run',
  method: 'POST',
  path: '/imports/:importId/cancel',
  permission: 'user',
  params,
  output: importView,
  errors: ['import.not_found', 'import.other_state'],
})

/** What somebody has changed since is left, and told in the report. */
export const undoImport = endpoint({
  id: 'imports.undo',
  summary: 'Take back all that an import has made and changed',
  method: 'POST',
  path: '/imports/:importId/undo',
  permission: 'user',
  params,
  output: importView,
  errors: ['import.not_found', 'import.other_state'],
})

export const listImportProblems = endpoint({
  id: 'imports.problems',
  summary: 'Rows of an import that are wrong',
  method: 'GET',
  path: '/imports/:importId/problems',
  permission: 'user',
  params,
  query: z.object({ after: z.coerce.number().int().min(0).max(2_147_483_647).default(0), limit: pageLimit }),
  output: z.object({
    items: z.array(z.object({ row: z.int(), line: z.int(), problems: z.array(rowProblem) })),
    next: z.int().nullable(),
  }),
  errors: missing,
})

/** CSV in the caller’s language: of wrong rows line, column and what is wrong; of an undone import what was left. */
export const downloadImportReport = endpoint({
  id: 'imports.report',
  kind: 'download',
  summary: 'What is wrong with the rows of an import, or what its undo left',
  method: 'GET',
  path: '/imports/:importId/report',
  permission: 'user',
  params,
  errors: missing,
})
