import { sql } from 'kysely'
import { seesChat, seesContact, seesNamedCard, type Viewer } from '#features/access'
import { findFiles, type StoredFile } from '#features/files'
import type { Read } from '#lib/db'

/** The picture of a contact whom the viewer sees: by himself, by a chat or by a card of his. */
export async function findAvatar(db: Read, viewer: Viewer, fileId: string): Promise<StoredFile | null> {
  const { rows } = await sql`
    select from contacts k
    where k.account_id = ${viewer.accountId} and k.avatar_file_id = ${fileId} and k.deleted_at is null and (
      ${seesContact(viewer, 'k')}
      or exists (select from contacts kin join chats c on c.account_id = kin.account_id and c.contact_id = kin.id
        where kin.account_id = k.account_id and kin.root_id = k.id and ${seesChat(viewer, 'c')})
      or exists (select from card_contacts cc where cc.account_id = k.account_id and cc.contact_id = k.id
        and ${seesNamedCard(viewer, sql`cc.card_kind`, sql`cc.card_id`)}))
    limit 1`.execute(db)
  if (rows.length === 0) return null
  const [file] = await findFiles(db, viewer.accountId, [fileId])
  return file ?? null
}
