import { sql } from 'kysely'
import type { InternalMessage } from '#contract/internal'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { badCursor } from '#lib/keyset'
import { selectInternal } from './message-views.ts'
import { requireChat } from './require-chat.ts'

/** A page of a chat of colleagues, newest last. `before`: the cursor of an earlier answer. */
export async function listInternalMessages(
  db: Read,
  viewer: Viewer,
  request: { chatId: string; before?: string | undefined; limit: number },
): Promise<{ items: InternalMessage[]; before: string | null }> {
  const { chatId, before, limit } = request
  if (before !== undefined && !/^\d{1,15}$/.test(before)) throw badCursor('before')
  await requireChat(db, viewer, chatId)
  const found = await selectInternal(
    db,
    sql`select m.* from internal_messages m where m.account_id = ${viewer.accountId} and m.chat_id = ${chatId}
      and ${before === undefined ? sql`true` : sql`m.seq < ${Number(before)}`} order by m.seq desc limit ${limit + 1}`,
  )
  const items = found.slice(-limit)
  const first = items[0]
  return { items, before: found.length > limit && first ? String(first.seq) : null }
}
