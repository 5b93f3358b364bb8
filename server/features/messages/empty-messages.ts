import { sql } from 'kysely'
import type { Tx } from '#lib/db'

/**
 * Takes the words, files and reactions out of messages: that somebody wrote then stays, what he wrote does not. What was still to
 * be sent is not. Open browsers and the search are told.
 */
export async function emptyMessages(
  tx: Tx,
  accountId: number,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return
  const some = sql`${[...ids]}::uuid[]`
  for (const table of ['attachments', 'message_revisions', 'reactions', 'message_changes'] as const)
    await sql`delete from ${sql.table(table)} where account_id = ${accountId} and message_id = any(${some})`.execute(
      tx,
    )
  await sql`
    update message_parts set external_id = null, sent_text = null, files = '{}', next_try_at = null,
      state = case when state in ('queued', 'uncertain') then 'failed' else state end,
      fail_code = case when state in ('queued', 'uncertain') then 'erased' else fail_code end
    where account_id = ${accountId} and message_id = any(${some})`.execute(tx)
  await sql`
    update messages set body = '', entities = null, quote = null, extra = null, forwarded_from = null, unsupported = null,
      kind = 'text', album_key = null, has_attachments = false, deleted_at = coalesce(deleted_at, ${now}),
      state = case when state in ('queued', 'uncertain') then 'failed' else state end
    where account_id = ${accountId} and id = any(${some})`.execute(tx)
  // Who answered one of them had its words quoted.
  await sql`update messages set quote = null where account_id = ${accountId} and reply_to_id = any(${some}) and quote is not null
    and chat_id in (select chat_id from messages where account_id = ${accountId} and id = any(${some}))`.execute(
    tx,
  )
  await sql`insert into changes (account_id, topic, number, chat_id, message_id)
    select account_id, 'message.changed', number, chat_id, id from messages
    where account_id = ${accountId} and id = any(${some}) order by id`.execute(tx)
}
