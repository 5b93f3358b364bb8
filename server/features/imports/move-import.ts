import { sql } from 'kysely'
import type { ImportState, ImportView } from '#contract/imports'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { addJob } from '#lib/jobs'
import { canUndo, lockImport, noCounts, updateImport, type StoredImport } from './import-queries.ts'
import { toView } from './import-view.ts'
import { rememberColumns } from './read/guess-columns.ts'

export const workJob = 'imports.work'

/** The job goes on from where the import stands; those of an account run one after another, so that none makes what another has. */
export async function addWork(
  tx: Tx,
  { accountId, id }: Pick<StoredImport, 'accountId' | 'id'>,
): Promise<void> {
  await addJob(
    tx,
    workJob,
    { accountId, importId: id },
    { queue: `imports:${accountId}`, key: `import:${accountId}:${id}` },
  )
}

/** Begins a dry run. Throws `import.not_found`, `import.other_state`, `import.no_name`. */
export async function checkImport(tx: Tx, viewer: Viewer, id: number, now: Date): Promise<ImportView> {
  const found = await lockIn(tx, viewer, id, ['draft', 'checked', 'failed'])
  if (!namesSomething(found)) throw new AppError('import.no_name')
  await rememberColumns(tx, viewer.accountId, found.kind, found.columns)
  await forgetRows(tx, found)
  return begin(tx, viewer, found, 'checking', now)
}

/** Does what was checked. Throws `import.not_found`, `import.other_state`. */
export async function runImport(tx: Tx, viewer: Viewer, id: number, now: Date): Promise<ImportView> {
  const found = await lockIn(tx, viewer, id, ['checked'])
  await forgetRows(tx, found)
  return begin(tx, viewer, found, 'running', now)
}

/** Throws `import.not_found`, `import.other_state`. */
export async function undoImport(tx: Tx, viewer: Viewer, id: number, now: Date): Promise<ImportView> {
  const found = await lockIn(tx, viewer, id, ['done', 'cancelled'])
  if (!canUndo(found, now)) throw new AppError('import.other_state')
  const undone = await updateImport(tx, found, { undoneBy: viewer.userId, undoneAt: now, leftCount: 0 })
  return begin(tx, viewer, undone, 'undoing', now)
}

/** A check is given up; a run stays where it is. Throws `import.not_found`, `import.other_state`. */
export async function cancelImport(tx: Tx, viewer: Viewer, id: number, now: Date): Promise<ImportView> {
  const found = await lockIn(tx, viewer, id, ['checking', 'running'])
  if (found.state === 'running') {
    return toView(tx, viewer, await updateImport(tx, found, { state: 'cancelled', endedAt: now }), now)
  }
  await forgetRows(tx, found)
  const draft = { state: 'draft' as const, rowsDone: 0, rowsTotal: null, counts: noCounts }
  return toView(tx, viewer, await updateImport(tx, found, draft), now)
}

async function lockIn(tx: Tx, viewer: Viewer, id: number, states: ImportState[]): Promise<StoredImport> {
  const found = await lockImport(tx, viewer, id)
  if (!states.includes(found.state)) throw new AppError('import.other_state')
  return found
}

async function begin(
  tx: Tx,
  viewer: Viewer,
  found: StoredImport,
  state: 'checking' | 'running' | 'undoing',
  now: Date,
): Promise<ImportView> {
  await addWork(tx, found)
  const counts = state === 'undoing' ? found.counts : noCounts
  const rowsTotal = state === 'checking' ? null : found.rowsTotal
  const begun = await updateImport(tx, found, { state, rowsDone: 0, rowsTotal, counts, problem: null })
  return toView(tx, viewer, begun, now)
}

async function forgetRows(tx: Tx, { accountId, id }: StoredImport): Promise<void> {
  await sql`delete from import_rows where account_id = ${accountId} and import_id = ${id}`.execute(tx)
  await sql`delete from import_seen where account_id = ${accountId} and import_id = ${id}`.execute(tx)
}

/** Of a contact a phone or an e-mail will do. */
function namesSomething({ kind, columns }: StoredImport): boolean {
  const enough = {
    contacts: /^contact\.(name|phone|email)/,
    companies: /^company\.name$/,
    deals: /^(deal\.name$|contact\.(name|phone|email))/,
    customers: /^(customer\.name$|contact\.(name|phone|email))/,
  }[kind]
  return columns.some(({ target }) => target !== null && enough.test(target))
}
