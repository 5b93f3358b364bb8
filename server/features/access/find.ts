import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
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

/** Throws `user.not_found` unless the account has such an active user: nobody else becomes responsible for anything. */
export async function requireActiveUser(db: Read, accountId: number, userId: number): Promise<void> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (!row) throw new AppError('user.not_found')
}
