import { sql } from 'kysely'
import type { ImportState } from '#contract/imports'
import type { Tx } from '#lib/db'
import { updateImport, type StoredImport } from '../import-queries.ts'
import type { Outcome } from '../write/outcome.ts'
import type { Portion } from './check-rows.ts'

/** Writes down what became of rows: each once, whatever happens. */
export async function keepRows(
  tx: Tx,
  { found, firstRow, rows }: Portion,
  outcomes: Outcome[],
  { onlyWrong, at }: { onlyWrong: boolean; at: Date },
): Promise<void> {
  const kept = outcomes.flatMap((each, place) =>
    onlyWrong && each.outcome !== 'wrong'
      ? []
      : [{ ...each, row: firstRow + place, line: rows[place]?.line ?? 0 }],
  )
  if (kept.length === 0) return
  await sql`insert into import_rows (account_id, import_id, row, line, outcome, problems, made, changes, at)
    select ${found.accountId}, ${found.id}, r.row, r.line, r.outcome, r.problems, r.made, r.changes, ${at}
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb)
      r(row int, line int, outcome text, problems jsonb, made jsonb, changes jsonb)`.execute(tx)
}

/** How far an import is: it moves on only from where the rows begin, so that of two that are at work one goes on. */
export const moveOn = {
  isDue(
    locked: StoredImport | null,
    state: ImportState,
    { firstRow }: Pick<Portion, 'firstRow'>,
  ): locked is StoredImport {
    return locked?.state === state && locked.rowsDone === firstRow - 1
  },
  async write(tx: Tx, locked: StoredImport, { rows }: Portion, outcomes: Outcome[]): Promise<void> {
    const counts = { ...locked.counts }
    for (const { outcome } of outcomes) counts[outcome] += 1
    await updateImport(tx, locked, { rowsDone: locked.rowsDone + rows.length, counts })
  },
}
