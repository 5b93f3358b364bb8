import { sql } from 'kysely'
import type { Principal } from '#contract/participants'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'

export type NewMessage = {
  id: string
  chatId: string
  seq: number
  text: string
  fileIds: readonly string[]
  recipients: readonly Principal[]
  replyToId: string | null
  at: Date
}

/** The rows of a new message under its chat's lock; its author has read what he writes. */
export async function insertMessage(tx: Tx, viewer: Viewer, message: NewMessage): Promise<void> {
  const { accountId, userId } = viewer
  const { id, chatId, seq, at } = message
  await sql`
    with raised as (
      update internal_chats set last_seq = ${seq}, last_at = ${at} where account_id = ${accountId} and id = ${chatId}
    ), written as (
      insert into internal_messages (account_id, id, chat_id, seq, author_user_id, body, reply_to_id, at)
      values (${accountId}, ${id}, ${chatId}, ${seq}, ${userId}, ${message.text}, ${message.replyToId}, ${at})
    )
    insert into internal_reads (account_id, chat_id, user_id, up_to, at)
    values (${accountId}, ${chatId}, ${userId}, ${seq}, ${at})
    on conflict (account_id, chat_id, user_id) do update set up_to = excluded.up_to, at = excluded.at`.execute(
    tx,
  )
  await sql`insert into internal_attachments (account_id, message_id, position, file_id)
    select ${accountId}, ${id}, position - 1, file_id
    from unnest(${[...message.fileIds]}::uuid[]) with ordinality as given (file_id, position)`.execute(tx)
  const { recipients } = message
  await sql`insert into internal_recipients (account_id, message_id, principal_kind, principal_id)
    select distinct ${accountId}::bigint, ${id}::uuid, one.kind, one.id
    from unnest(${recipients.map((one) => one.kind)}::text[], ${recipients.map((one) => one.id)}::bigint[]) as one (kind, id)`.execute(
    tx,
  )
}
