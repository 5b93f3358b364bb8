import type { Read } from '#lib/db'

/** The country of an account, of which phones without a country code are. */
export async function findCountry(db: Read, accountId: number): Promise<string> {
  const row = await db
    .selectFrom('accounts')
    .select('country')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return row.country
}
