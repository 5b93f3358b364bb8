import { sql } from 'kysely'
import { clearNotices, rewordNotices } from '#features/notifications'
import type { Tx } from '#lib/db'
import { subjectOf, thingOf } from './require-chat.ts'

type Deleted = { accountId: number; chatId: string; messageId: string; seq: number }

/**
 * No notification shows the words of a deleted message any more. Whom nothing else of the chat waits for is told of nothing; the
 * others read the words of the message before it.
 */
export async function withdrawMessage(tx: Tx, deleted: Deleted, now: Date): Promise<void> {
  const { accountId, chatId, messageId, seq } = deleted
  const { rows: before } = await sql<{ text: string }>`
    select coalesce(nullif(m.body, ''), (select f.name from internal_attachments t
      join files f on f.account_id = t.account_id and f.id = t.file_id
      where t.account_id = m.account_id and t.message_id = m.id order by t.position limit 1), '') as text
    from internal_messages m where m.account_id = ${accountId} and m.chat_id = ${chatId} and m.seq < ${seq}
      and m.deleted_at is null order by m.seq desc limit 1`.execute(tx)
  const { rows: done } = await sql<{ userId: number }>`
    select n.user_id as "userId" from notifications n
    where n.account_id = ${accountId} and n.subject = ${subjectOf(chatId)} and n.read_at is null
      and not exists (select from internal_messages m where m.account_id = ${accountId} and m.chat_id = ${chatId}
        and m.deleted_at is null and m.author_user_id <> n.user_id and m.seq > coalesce((select r.up_to from internal_reads r
          where r.account_id = m.account_id and r.chat_id = m.chat_id and r.user_id = n.user_id), 0))`.execute(
    tx,
  )
  const userIds = done.map(({ userId }) => userId)
  await clearNotices(tx, { accountId, subject: subjectOf(chatId), kinds: ['internal'], userIds, now })
  const thing = { accountId, kinds: ['internal'] as const, thingId: thingOf(chatId, messageId) }
  await rewordNotices(tx, thing, before[0]?.text ?? '')
}
