import type { Tx } from '#lib/db'

/** Takes the row away. @returns where the bytes lie, to be deleted after the commit: without a row they harm nobody. */
export async function forgetFile(tx: Tx, accountId: number, id: string): Promise<string | null> {
  const row = await tx
    .deleteFrom('files')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returning('storage_key')
    .executeTakeFirst()
  return row?.storage_key ?? null
}
