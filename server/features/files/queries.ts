import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { Files } from '#db'
import type { Read, Tx } from '#lib/db'
import {
  seesChat,
  seesCompany,
  seesContact,
  seesInternalChat,
  seesMessage,
  seesNamedCard,
  type Viewer,
} from '#features/access'

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

/** Whether every message that carries the file was taken back. */
export async function isTakenBack(db: Read, file: StoredFile): Promise<boolean> {
  const { rows } = await sql<{ isTakenBack: boolean | null }>`
    select bool_and(m.deleted_at is not null) as "isTakenBack" from attachments a
    join messages m on m.account_id = a.account_id and m.id = a.message_id
    where a.account_id = ${file.account_id} and a.file_id = ${file.id}`.execute(db)
  return rows[0]?.isTakenBack === true
}

/**
 * Files one may send, in the order of the ids asked for: one's own uploads, and those of the quick answers that all colleagues
 * share.
 */
export async function findAttachable(
  db: Read,
  viewer: Viewer,
  ids: readonly string[],
): Promise<StoredFile[]> {
  const found = await findFiles(db, viewer.accountId, ids)
  const others = found.filter((file) => !isOwnUpload(viewer, file)).map((file) => file.id)
  if (others.length === 0) return found
  const { rows } = await sql<{ id: string }>`
    select f.id from unnest(${others}::uuid[]) as f (id) where exists (select from quick_answers q
      where q.account_id = ${viewer.accountId} and q.owner_id is null and q.file_ids @> array[f.id])`.execute(
    db,
  )
  return found.filter((file) => !others.includes(file.id) || rows.some((row) => row.id === file.id))
}

const isOwnUpload = (viewer: Viewer, file: StoredFile): boolean =>
  file.uploaded_by_kind === 'user' && file.uploaded_by_id === viewer.userId

/**
 * Whether a file may be read: it belongs to a message one sees, of a client or of colleagues, or that will leave in a chat one sees,
 * to a quick answer one has, to a note on something one sees,
 * or it is one's own and not sent yet.
 */
export async function canReadFile(db: Read, viewer: Viewer, file: StoredFile): Promise<boolean> {
  const { accountId } = viewer
  const { rows } = await sql<{ isSeen: boolean; isAttached: boolean }>`
    select exists (select from attachments a where a.account_id = ${accountId} and a.file_id = ${file.id})
        or exists (select from internal_attachments a where a.account_id = ${accountId} and a.file_id = ${file.id}) as "isAttached",
      exists (select from attachments a join messages m on m.account_id = a.account_id and m.id = a.message_id
          where a.account_id = ${accountId} and a.file_id = ${file.id} and ${seesMessage(viewer, 'm')})
        or exists (select from internal_attachments a
          join internal_messages im on im.account_id = a.account_id and im.id = a.message_id
          join internal_chats ic on ic.account_id = im.account_id and ic.id = im.chat_id
          where a.account_id = ${accountId} and a.file_id = ${file.id} and ${seesInternalChat(viewer, 'ic')})
        or exists (select from notes n where n.account_id = ${accountId} and n.file_ids @> array[${file.id}::uuid]
          and n.file_ids <> '{}' and n.deleted_at is null and ${seesHolder(viewer)})
        or exists (select from quick_answers q where q.account_id = ${accountId} and (q.owner_id is null or q.owner_id = ${viewer.userId})
          and q.file_ids @> array[${file.id}::uuid])
        or exists (select from scheduled_messages s join chats c on c.account_id = s.account_id and c.id = s.chat_id
          where s.account_id = ${accountId} and s.file_ids @> array[${file.id}::uuid] and s.sent_at is null
          and s.cancelled_at is null and ${seesChat(viewer, 'c')}) as "isSeen"`.execute(db)
  const [known] = rows
  if (known?.isSeen) return true
  return !known?.isAttached && isOwnUpload(viewer, file)
}

/** What a note `n` stands on. */
function seesHolder(viewer: Viewer): RawBuilder<boolean> {
  return sql<boolean>`case n.entity_kind
    when 'contact' then exists (select from contacts k join contacts r on r.account_id = k.account_id and r.id = k.root_id
      where k.account_id = n.account_id and k.id = n.entity_id and r.deleted_at is null and ${seesContact(viewer, 'r')})
    when 'company' then exists (select from companies c join companies r on r.account_id = c.account_id and r.id = c.root_id
      where c.account_id = n.account_id and c.id = n.entity_id and r.deleted_at is null and ${seesCompany(viewer, 'r')})
    else ${seesNamedCard(viewer, sql`n.entity_kind`, sql`n.entity_id`)} end`
}

/** Files that are needed here no longer: the sweep looks at them anew, however long ago they were uploaded. */
export async function releaseFiles(
  tx: Tx,
  accountId: number,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('files')
    .set({ at: now })
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .execute()
}

/** Adds the row; undefined when the id is taken already. */
export async function insertFile(
  tx: Tx,
  file: Omit<StoredFile, 'at' | 'erased_at'>,
): Promise<StoredFile | undefined> {
  return tx
    .insertInto('files')
    .values(file)
    .onConflict((conflict) => conflict.columns(['account_id', 'id']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** What the files of an account take together, those of this transaction included. */
export async function countStoredBytes(db: Read, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('storage_use')
    .select('bytes')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.bytes ?? 0
}
