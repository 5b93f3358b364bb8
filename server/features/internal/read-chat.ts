import { sql } from 'kysely'
import type { Viewer } from '#features/access'
import { clearNotices } from '#features/notifications'
import type { Tx } from '#lib/db'
import { change } from '#lib/events'
import { requireChat, subjectOf } from './require-chat.ts'

/** One has read a chat up to a message; colleagues see it. With nothing unread left its notifications go, on all devices. */
export async function readChat(
  tx: Tx,
  viewer: Viewer,
  reading: { chatId: string; upTo: number },
  now: Date,
): Promise<void> {
  const { accountId, userId } = viewer
  const { chatId } = reading
  const { lastSeq } = await requireChat(tx, viewer, chatId)
  const upTo = Math.min(reading.upTo, lastSeq)
  const { rows } = await sql`
    insert into internal_reads as r (account_id, chat_id, user_id, up_to, at)
    values (${accountId}, ${chatId}, ${userId}, ${upTo}, ${now})
    on conflict (account_id, chat_id, user_id) do update set up_to = excluded.up_to, at = excluded.at
      where r.up_to < excluded.up_to
    returning up_to`.execute(tx)
  if (upTo === lastSeq) {
    await clearNotices(tx, {
      accountId,
      subject: subjectOf(chatId),
      kinds: ['internal', 'mention'],
      userIds: [userId],
      now,
    })
  }
  if (rows.length > 0) {
    await change(tx, { accountId, topic: 'internal.read', patch: { chatId, userId, upTo } })
  }
}
