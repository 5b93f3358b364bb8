import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '#lib/db'
import type { StoredImport } from '../import-queries.ts'
import type { madeRow } from './undo-shapes.ts'

type One = z.output<typeof madeRow>

// A table may name one person in several rows: the first makes him, later ones change him. Undone, he goes with the row that has made
// him, unless somebody else has changed him.

/** Whether a row before this one has made it. */
export async function isMadeBefore(
  tx: Tx,
  { accountId, id, createdAt }: StoredImport,
  row: number,
  { kind, id: entityId }: One & { kind: 'contact' | 'company' },
): Promise<boolean> {
  const { rows } = await sql<{ at: Date }>`select created_at as at from ${sql.table(tables[kind])}
    where account_id = ${accountId} and id = ${entityId}`.execute(tx)
  const [made] = rows
  // Rows are not looked through for what is older than the import.
  if (!made || made.at < createdAt) return false
  const { rows: own } = await sql`select from import_rows r
    where r.account_id = ${accountId} and r.import_id = ${id} and r.row < ${row} and r.at = ${made.at}
      and r.outcome in ('new', 'changed') and r.made @> ${JSON.stringify([{ kind, id: entityId }])}::jsonb limit 1`.execute(
    tx,
  )
  return own.length > 0
}

const tables = { contact: 'contacts', company: 'companies' } as const

/** Until when nobody but this import has changed what its row has made at `at`. */
export async function ownUntil(
  tx: Tx,
  { accountId, id }: StoredImport,
  { row, at }: { row: number; at: Date },
  { kind, id: entityId }: One,
): Promise<Date> {
  const one = { kind, id: entityId }
  const { rows } = await sql<{ at: Date; seenAt: string | null }>`select r.at, c ->> 'seenAt' as "seenAt"
    from import_rows r cross join jsonb_array_elements(r.changes) c
    where r.account_id = ${accountId} and r.import_id = ${id} and r.row > ${row}
      and r.changes @> ${JSON.stringify([one])}::jsonb and c @> ${JSON.stringify(one)}::jsonb
    order by r.row`.execute(tx)
  let until = at
  for (const change of rows) {
    if (change.seenAt === null || new Date(change.seenAt) > until) break
    until = change.at
  }
  return until
}
