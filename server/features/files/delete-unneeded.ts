import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { addJob } from '#lib/jobs'
import { isNeeded } from './needs.ts'

/** Deletes those of the files that nothing needs any more; their bytes go by a job of the same transaction. */
export async function deleteUnneeded(tx: Tx, accountId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql<{ key: string }>`
    delete from files f where f.account_id = ${accountId} and f.id = any(${[...ids]}::uuid[]) and not ${isNeeded}
      and not exists (select from contacts k where k.account_id = f.account_id and k.avatar_file_id = f.id)
    returning f.storage_key as key`.execute(tx)
  const keys = rows.map(({ key }) => key)
  if (keys.length > 0) await addJob(tx, 'files.delete', { keys })
}
