import { sql } from 'kysely'
import type { ErasureView } from '#contract/erasure'
import type { Read, Tx } from '#lib/db'

const mostShown = 200
type Row = Omit<ErasureView, 'at'> & { at: Date }
const columns = sql`id, contact_id as "contactId", at, by_user_id as "byUserId", to_json(conversations) as conversations, erased, remaining`
const viewOf = (row: Row): ErasureView => ({ ...row, at: row.at.toISOString() })

export async function insertErasure(
  tx: Tx,
  accountId: number,
  proof: Omit<ErasureView, 'id' | 'at'>,
  at: Date,
): Promise<ErasureView> {
  const { rows } = await sql<Row>`
    insert into erasures (account_id, contact_id, by_user_id, at, conversations, erased, remaining)
    values (${accountId}, ${proof.contactId}, ${proof.byUserId}, ${at}, ${proof.conversations}::bigint[],
      ${JSON.stringify(proof.erased)}::jsonb, ${JSON.stringify(proof.remaining)}::jsonb)
    returning ${columns}`.execute(tx)
  const [row] = rows
  if (!row) throw new Error('An erasure was not kept')
  return viewOf(row)
}

export async function listErasures(db: Read, accountId: number): Promise<ErasureView[]> {
  const { rows } = await sql<Row>`select ${columns} from erasures where account_id = ${accountId}
    order by at desc, id desc limit ${sql.lit(mostShown)}`.execute(db)
  return rows.map(viewOf)
}
