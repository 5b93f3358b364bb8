import { sql } from 'kysely'
import type { NoticeKind } from '#contract/notifications'
import { clearNotices, rewordNotices, withdrawNotices } from '#features/notifications'
import type { Tx } from '#lib/db'
import { subjectOf, thingOf } from './require-chat.ts'

type Deleted = { accountId: number; chatId: string; messageId: string; seq: number }

const kinds = ['internal', 'mention'] as const satisfies readonly NoticeKind[]

/**
 * No notification shows the words of a deleted message any more. Whom nothing else of the chat waits for is told of nothing; the
 * others read the words of the message before it, of one that named them where they were told that they were named.
 */
export async function withdrawMessage(tx: Tx, deleted: Deleted, now: Date): Promise<void> {
  const { accountId, chatId, messageId } = deleted
  const { rows: done } = await sql<{ userId: number }>`
    select n.user_id as "userId" from notifications n
    where n.account_id = ${accountId} and n.subject = ${subjectOf(chatId)} and n.read_at is null
      and not exists (select from internal_messages m where m.account_id = ${accountId} and m.chat_id = ${chatId}
        and m.deleted_at is null and m.author_user_id <> n.user_id and m.seq > coalesce((select r.up_to from internal_reads r
          where r.account_id = m.account_id and r.chat_id = m.chat_id and r.user_id = n.user_id), 0))`.execute(
    tx,
  )
  const userIds = done.map(({ userId }) => userId)
  await clearNotices(tx, { accountId, subject: subjectOf(chatId), kinds, userIds, now })
  const thingId = thingOf(chatId, messageId)
  for (const { kind, userId, text } of await listBefore(tx, deleted)) {
    const line = { accountId, kinds: [kind], thingId, userIds: [userId] }
    await (text === null ? withdrawNotices(tx, line) : rewordNotices(tx, line, text))
  }
}

type Line = { kind: (typeof kinds)[number]; userId: number; text: string | null }

/** The lines that tell of the message, each with the words of the one of its kind before it; null: there is none. */
async function listBefore(tx: Tx, { accountId, chatId, messageId, seq }: Deleted): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select n.kind, n.user_id as "userId", (
      select coalesce(nullif(m.body, ''), (select f.name from internal_attachments t
        join files f on f.account_id = t.account_id and f.id = t.file_id
        where t.account_id = m.account_id and t.message_id = m.id order by t.position limit 1), '')
      from internal_messages m
      where m.account_id = n.account_id and m.chat_id = ${chatId} and m.seq < ${seq} and m.deleted_at is null
        and m.author_user_id <> n.user_id and (n.kind = 'mention') = exists (select from internal_recipients r
          where r.account_id = m.account_id and r.message_id = m.id
            and r.principal_id = case r.principal_kind when 'user' then u.id else u.group_id end)
      order by m.seq desc limit 1) as text
    from notifications n join users u on u.account_id = n.account_id and u.id = n.user_id
    where n.account_id = ${accountId} and n.thing_id = ${thingOf(chatId, messageId)} and n.kind = any(${[...kinds]}::text[])`.execute(
    tx,
  )
  return rows
}
