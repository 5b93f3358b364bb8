import { language, type Language } from '#contract/common'
import type { Read } from '#lib/db'

export type AccountRow = {
  id: number
  uuid: string
  amojo_id: string
  name: string
  subdomain: string
  country: string
  currency: string
  language: Language
  time_zone: string
  created_at: Date
}

export async function findAccount(db: Read, accountId: number): Promise<AccountRow> {
  const row = await db
    .selectFrom('accounts')
    .select([
      'id',
      'uuid',
      'amojo_id',
      'name',
      'subdomain',
      'country',
      'currency',
      'language',
      'time_zone',
      'created_at',
    ])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return { ...row, language: language.parse(row.language) }
}

export async function listGroups(db: Read, accountId: number): Promise<{ id: number; name: string }[]> {
  return db
    .selectFrom('groups')
    .select(['id', 'name'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()
}
