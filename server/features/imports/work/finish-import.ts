import { sql } from 'kysely'
import { releaseFiles } from '#features/files'
import { inTransaction, type Tx } from '#lib/db'
import { lockAnyImport, updateImport, type StoredImport } from '../import-queries.ts'
import type { ImportsDeps } from '../imports-deps.ts'

/** The file was read to its end. */
export async function finishImport({ db, clock }: ImportsDeps, found: StoredImport): Promise<void> {
  await inTransaction(db, async (tx) => {
    const locked = await lockAnyImport(tx, found.accountId, found.id)
    if (locked?.state !== found.state) return
    await forgetSeen(tx, locked)
    if (locked.state === 'checking') {
      await updateImport(tx, locked, { state: 'checked', rowsTotal: locked.rowsDone, rowsDone: 0 })
      return
    }
    await updateImport(tx, locked, { state: 'done', rowsTotal: locked.rowsDone, endedAt: clock() })
    // What is in the file is people's: it is kept no longer than it is needed.
    await releaseFiles(tx, locked.accountId, [locked.fileId], clock())
  })
}

/** It cannot go on. What a run has done by then stays, and can be undone; what an undo has not, by somebody else. */
export async function failImport(
  { db, clock }: ImportsDeps,
  found: StoredImport,
  problem: NonNullable<StoredImport['problem']>,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const locked = await lockAnyImport(tx, found.accountId, found.id)
    if (locked?.state !== found.state) return
    await forgetSeen(tx, locked)
    const isRun = locked.state === 'running'
    const stopped = locked.state === 'undoing' ? 'done' : 'failed'
    await updateImport(tx, locked, {
      state: isRun ? 'cancelled' : stopped,
      problem,
      endedAt: isRun ? clock() : locked.endedAt,
    })
  })
}

async function forgetSeen(tx: Tx, { accountId, id }: StoredImport): Promise<void> {
  await sql`delete from import_seen where account_id = ${accountId} and import_id = ${id}`.execute(tx)
}
