import type { Selectable } from 'kysely'
import type { Files } from '#db'
import type { Read } from '#lib/db'
import { seesMessage, type Viewer } from '#features/access'

export type StoredFile = Selectable<Files>

/** Files that are still there, in the order of the ids asked for. */
export async function findFiles(db: Read, accountId: number, ids: readonly string[]): Promise<StoredFile[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('files')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .where('erased_at', 'is', null)
    .execute()
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}

export async function findFile(db: Read, accountId: number, id: string): Promise<StoredFile | null> {
  return (await findFiles(db, accountId, [id]))[0] ?? null
}

/** Whether a file may be read: it belongs to a message one sees, or it is one's own and not sent yet. */
export async function canReadFile(db: Read, viewer: Viewer, file: StoredFile): Promise<boolean> {
  const attached = await db
    .selectFrom('attachments as a')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'a.account_id').onRef('m.id', '=', 'a.message_id'),
    )
    .select(seesMessage(viewer, 'm').as('isSeen'))
    .where('a.account_id', '=', viewer.accountId)
    .where('a.file_id', '=', file.id)
    .orderBy('isSeen', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (attached) return attached.isSeen
  return file.uploaded_by_kind === 'user' && file.uploaded_by_id === viewer.userId
}

/** Adds the row; undefined when the id is taken already. */
export async function insertFile(
  db: Read,
  file: Omit<StoredFile, 'at' | 'erased_at'>,
): Promise<StoredFile | undefined> {
  return db
    .insertInto('files')
    .values(file)
    .onConflict((conflict) => conflict.columns(['account_id', 'id']).doNothing())
    .returningAll()
    .executeTakeFirst()
}
