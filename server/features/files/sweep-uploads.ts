import { sql } from 'kysely'
import { inTransaction, type Db } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'
import { isNeeded } from './needs.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Looked back so far: a server that rested longer keeps what lay there, and an hour's work never grows with its age. */
const farthestMs = 8 * dayMs

/**
 * Deletes what was uploaded more than a day ago to be sent, and neither was sent nor stands in a draft, a scheduled message,
 * a note or a quick answer, nor is being brought in, and uploads that nobody went on with for a day. Files that messengers brought
 * are left alone. The rows go first: bytes without a row harm nobody.
 */
export async function sweepUploads(deps: { db: Db; storage: FileStorage }, now: Date): Promise<void> {
  const since = new Date(now.getTime() - farthestMs)
  const before = new Date(now.getTime() - dayMs)
  const keys = await inTransaction(deps.db, async (tx) => {
    const { rows } = await sql<{ key: string }>`
      with unsent as (
        select f.account_id, f.id, f.storage_key from accounts a
        join files f on f.account_id = a.id and f.at >= ${since} and f.at < ${before}
        where (f.uploaded_by_kind = 'user' or exists (
            select from visitor_files v where v.account_id = f.account_id and v.file_id = f.id))
          and not ${isNeeded}
        for update of f skip locked
      ), claims as (
        delete from visitor_files v using unsent u where v.account_id = u.account_id and v.file_id = u.id
      )
      delete from files f using unsent u where f.account_id = u.account_id and f.id = u.id
      returning u.storage_key as key`.execute(tx)
    return rows.map((row) => row.key)
  })
  for (const key of [...keys, ...(await deleteAbandoned(deps.db, before))]) await deps.storage.delete(key)
}

async function deleteAbandoned(db: Db, before: Date): Promise<string[]> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ key: string }>`
      with abandoned as (
        select u.account_id, u.id from accounts a join uploads u on u.account_id = a.id and u.at < ${before}
        for update of u skip locked
      ), pieces as (
        delete from upload_pieces p using abandoned b where p.account_id = b.account_id and p.upload_id = b.id returning p.storage_key
      ), gone as (
        delete from uploads u using abandoned b where u.account_id = b.account_id and u.id = b.id
      )
      select storage_key as key from pieces`.execute(tx)
    return rows.map((row) => row.key)
  })
}
