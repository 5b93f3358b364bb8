import { sql } from 'kysely'
import type { ErrorCode } from '#contract/errors'
import type { MatchWay, RowProblem, RowProblemView } from '#contract/imports'
import { isDatabaseError } from '#lib/db'
import { AppError } from '#lib/errors'
import type { Known } from '../read/known.ts'
import type { RowWish } from '../read/row-wish.ts'
import { WrongRow, type Doing, type Outcome } from './outcome.ts'
import { writeCompany } from './write-company.ts'
import { writeContact } from './write-contact.ts'
import { writeCustomer } from './write-customer.ts'
import { writeDeal } from './write-deal.ts'

type Given = Pick<Doing, 'tx' | 'viewer' | 'now'>

/** Does what a row says, all of it or nothing. */
export async function writeRow(
  given: Given,
  row: RowWish,
  { way, known }: { way: MatchWay; known: Known },
): Promise<Outcome> {
  if (row.problems.length > 0) return wrong(row.problems)
  const doing: Doing = { ...given, made: [], changes: [] }
  await sql`savepoint import_row`.execute(given.tx)
  try {
    const outcome = await write(doing, row, way)
    await sql`release savepoint import_row`.execute(given.tx)
    return { outcome, problems: [], made: doing.made, changes: doing.changes }
  } catch (error) {
    await sql`rollback to savepoint import_row`.execute(given.tx)
    return wrong(problemsOf(error, known))
  }
}

async function write(
  doing: Doing,
  { wishes }: RowWish,
  way: MatchWay,
): Promise<'new' | 'changed' | 'skipped'> {
  const { contact, company, deal, customer } = wishes
  if (deal) {
    const client = contact && (await writeContact(doing, contact, way))
    await writeDeal(doing, deal, client?.id ?? null)
    return 'new'
  }
  if (customer) {
    const client = contact && (await writeContact(doing, contact, way))
    await writeCustomer(doing, customer, client?.id ?? null)
    return 'new'
  }
  if (company) return writeCompany(doing, company, way)
  if (!contact) throw new WrongRow('name_missing')
  return (await writeContact(doing, contact, way)).outcome
}

function wrong(problems: RowProblemView[]): Outcome {
  return { outcome: 'wrong', problems, made: [], changes: [] }
}

const codes: Partial<Record<ErrorCode, RowProblem>> = {
  'user.not_found': 'unknown_user',
  'stage.not_found': 'unknown_stage',
  'pipeline.not_found': 'unknown_pipeline',
  'tag.too_many': 'too_many',
  'field.required': 'field_required',
  'request.invalid': 'bad_value',
}
/** Data that no text or number of the database can be. */
const badData = /^22/

/** What is wrong with a row that was refused; anything else is no fault of the row. */
function problemsOf(error: unknown, known: Known): RowProblemView[] {
  if (error instanceof WrongRow) return [error.problem]
  if (isDatabaseError(error) && badData.test(error.code))
    return [{ code: 'bad_value', column: null, value: null }]
  if (!(error instanceof AppError)) throw error
  const code = codes[error.code] ?? 'not_allowed'
  const columns = fieldsOf(error, known)
  return (columns.length > 0 ? columns : [null]).map((column) => ({ code, column, value: null }))
}

/** Names of the custom fields that an error names as `fields.12`. */
function fieldsOf({ details }: AppError, { fields }: Known): string[] {
  const named = Array.isArray(details['fields']) ? details['fields'] : []
  const all = Object.values(fields).flat()
  return named.flatMap((each: unknown) => {
    const path = typeof each === 'object' && each !== null && 'path' in each ? String(each.path) : ''
    return all.find(({ id }) => path === `fields.${id}`)?.name ?? []
  })
}
