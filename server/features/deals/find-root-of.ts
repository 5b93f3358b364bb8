import type { Read } from '#lib/db'

/** The deal that another one points to; null when it points to none. */
export async function findRootOf(db: Read, accountId: number, dealId: number): Promise<number | null> {
  const row = await db
    .selectFrom('deals')
    .select('root_id as id')
    .where('account_id', '=', accountId)
    .where('id', '=', dealId)
    .whereRef('root_id', '<>', 'id')
    .executeTakeFirst()
  return row?.id ?? null
}
