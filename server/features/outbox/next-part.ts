import { sql, type RawBuilder } from 'kysely'
import type { MapLocation } from '#contract/location'
import type { FileKind } from '#contract/split'
import type { Tx } from '#lib/db'
import type { ClaimedChat } from './claim-chats.ts'

/** The next part of a chat to leave, with everything its messenger needs. */
export type NextPart = {
  messageId: string
  position: number
  number: number | null
  text: string
  attempt: number
  sendId: number
  externalChatId: string
  replyTo: string | null
  giveUpAt: Date
  files: { fileId: string; kind: FileKind; durationSeconds: number | null }[]
  /** A part without text and files is the message's place. */
  location: MapLocation | null
}

/**
 * Notes on the chat's row what goes on its way, before the messenger is called: if the process dies then, it is found there and
 * becomes uncertain. Null: nothing is left, and the chat has left the outbox; or others took
 * this process for dead, and the chat is no longer ours. `paused`: somebody has put the channel on hold meanwhile.
 */
export async function takeNextPart(
  tx: Tx,
  chat: ClaimedChat,
  nodeId: string,
): Promise<NextPart | 'paused' | null> {
  // A sender holds this row until its commit: whoever gets it sees all parts that were announced.
  const { rows: claims } = await sql<{ isPaused: boolean }>`
    select exists (select from channels c where c.account_id = o.account_id and c.id = o.channel_id
      and c.paused_at is not null) as "isPaused"
    from outbox o where o.account_id = ${chat.accountId} and o.chat_id = ${chat.chatId}
      and o.node_id = ${nodeId} and o.claimed_at = ${chat.claimedAt}::timestamptz for update of o`.execute(tx)
  const [claim] = claims
  if (!claim) return null
  if (claim.isPaused) return 'paused'
  const part = await findNext(tx, chat)
  if (!part) {
    await sql`delete from outbox where account_id = ${chat.accountId} and chat_id = ${chat.chatId}`.execute(
      tx,
    )
    return null
  }
  await sql`update outbox set sending_message_id = ${part.messageId}, sending_position = ${part.position},
    sending_attempt = ${part.attempt}, sending_since = now()
    where account_id = ${chat.accountId} and chat_id = ${chat.chatId}`.execute(tx)
  return part
}

/** What a messenger needs of a part `p`, with its message `m`, chat `c` and channel `h`. */
export const partColumns: RawBuilder<unknown> = sql`
  p.message_id as "messageId", p.position, m.number, coalesce(p.sent_text, '') as text,
  greatest(p.give_up_at, h.resumed_at + (p.give_up_at - m.received_at)) as "giveUpAt", p.send_id as "sendId",
  c.external_chat_id as "externalChatId",
  (select coalesce(max(a.attempt), 0) + 1 from delivery_attempts a where a.account_id = p.account_id
    and a.message_id = p.message_id and a.position = p.position) as attempt,
  case when p.position = 0 then (select q.external_id from message_parts q where q.account_id = m.account_id
    and q.message_id = m.reply_to_id and q.external_id is not null order by q.position limit 1) end as "replyTo",
  case when p.files = '{}' then '[]' else coalesce((
    select jsonb_agg(jsonb_build_object('fileId', t.file_id, 'kind', t.kind, 'durationSeconds', t.duration_seconds)
      order by t.position)
    from attachments t where t.account_id = p.account_id and t.message_id = p.message_id and t.part_position = p.position), '[]')
  end as files,
  case when coalesce(p.sent_text, '') = '' and p.files = '{}' then m.extra->'location' end as location`

/** The queued parts `p` of a chat from the one that leaves next on: the order of the thread, read from an index. */
export const inOrder: RawBuilder<unknown> = sql`order by p.placed_at, p.message_id, p.position`

async function findNext(tx: Tx, chat: ClaimedChat): Promise<NextPart | null> {
  const { rows } = await sql<NextPart>`
    select ${partColumns}
    from (
      select * from message_parts p where p.account_id = ${chat.accountId} and p.chat_id = ${chat.chatId}
        and p.state = 'queued' ${inOrder} limit 1
    ) p
    join messages m on m.account_id = p.account_id and m.id = p.message_id
    join chats c on c.account_id = p.account_id and c.id = p.chat_id
    join channels h on h.account_id = c.account_id and h.id = c.channel_id`.execute(tx)
  return rows[0] ?? null
}
