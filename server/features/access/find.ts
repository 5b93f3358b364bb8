import type { Read } from '#lib/db'
import { seesChat } from './predicates.ts'
import type { Viewer } from './viewer.ts'

/** Whether a chat may be seen; one that is not there may not. */
export async function canSeeChat(db: Read, viewer: Viewer, chatId: string): Promise<boolean> {
  const row = await db
    .selectFrom('chats as h')
    .select('h.id')
    .where('h.account_id', '=', viewer.accountId)
    .where('h.id', '=', chatId)
    .where(seesChat(viewer, 'h'))
    .executeTakeFirst()
  return row !== undefined
}
