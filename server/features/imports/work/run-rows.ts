import { sql } from 'kysely'
import { findViewer } from '#features/access'
import { inTransaction, type Tx } from '#lib/db'
import { lockAnyImport } from '../import-queries.ts'
import type { ImportsDeps } from '../imports-deps.ts'
import type { Outcome } from '../write/outcome.ts'
import { writeRow } from '../write/write-row.ts'
import type { Portion } from './check-rows.ts'
import { keepRows, moveOn } from './keep-rows.ts'
import { StoppedImport } from './stopped-import.ts'

/** Does rows and writes down that they are done, in one transaction. @returns whether to go on. */
export async function runRows({ db, clock }: ImportsDeps, portion: Portion): Promise<boolean> {
  const { found, known, rows } = portion
  return inTransaction(db, async (tx) => {
    // Chats, contacts and cards are locked before; what is an import's own comes first, as nobody else's work locks it.
    const locked = await lockAnyImport(tx, found.accountId, found.id)
    if (!moveOn.isDue(locked, 'running', portion)) return false
    const viewer = await findViewer(tx, found.accountId, found.createdBy)
    if (!viewer) throw new StoppedImport('author_gone')
    await lockMatched(tx, portion)
    const now = clock()
    const outcomes: Outcome[] = []
    for (const row of rows) {
      outcomes.push(await writeRow({ tx, viewer, now }, row, { way: locked.onMatch, known }))
    }
    await keepRows(tx, portion, outcomes, { onlyWrong: false, at: now })
    await moveOn.write(tx, locked, portion, outcomes)
    return true
  })
}

/** Contacts that these rows may change, locked in the order of all locks: two that change the same ones do not meet crosswise. */
async function lockMatched(tx: Tx, { found, rows }: Portion): Promise<void> {
  const points = rows.flatMap(({ wishes }) => wishes.contact?.points ?? [])
  if (points.length === 0) return
  await sql`select from contacts k where k.account_id = ${found.accountId} and k.id in (
      select own.root_id from unnest(${points.map(({ kind }) => kind)}::text[], ${points.map(({ normal }) => normal)}::text[]) w(kind, normal)
      join contact_points p on p.account_id = ${found.accountId} and p.kind = w.kind and p.normal = w.normal
      join contacts own on own.account_id = p.account_id and own.id = p.contact_id)
    order by k.id for no key update`.execute(tx)
}
