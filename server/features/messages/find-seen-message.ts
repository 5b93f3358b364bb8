import { seesMessage, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'

/** A message the viewer may see, or 404. */
export async function findSeenMessage(
  db: Read,
  viewer: Viewer,
  messageId: string,
): Promise<{ id: string; chatId: string; number: number | null }> {
  const row = await db
    .selectFrom('messages as m')
    .select(['m.id', 'm.chat_id as chatId', 'm.number'])
    .where('m.account_id', '=', viewer.accountId)
    .where('m.id', '=', messageId)
    .where(seesMessage(viewer, 'm'))
    .executeTakeFirst()
  if (!row) throw new AppError('message.not_found')
  return row
}
