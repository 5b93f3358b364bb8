import { sql } from 'kysely'
import { addJob } from '#lib/jobs'
import type { PersonalData } from '#lib/personal-data'

/** Files that came from a person or went to him only; their bytes go by a job of the same transaction. */
export const personalData: PersonalData[] = [
  {
    kind: 'files',
    async count(db, { accountId, fileIds }) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from files
        where account_id = ${accountId} and id = any(${fileIds}::uuid[])`.execute(db)
      return rows[0]?.n ?? 0
    },
    async erase(tx, { accountId, fileIds }) {
      const { rows } = await sql<{ key: string }>`delete from files
        where account_id = ${accountId} and id = any(${fileIds}::uuid[]) returning storage_key as key`.execute(
        tx,
      )
      const keys = rows.map(({ key }) => key)
      if (keys.length > 0) await addJob(tx, 'files.delete', { keys })
    },
  },
]
