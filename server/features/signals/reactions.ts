import { sql, type RawBuilder } from 'kysely'
import type { Messengers } from '#channels/messengers'
import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'
import type { Reactions } from '#lib/reactions'

/**
 * A client is told that he was read when a conversation becomes read by a colleague, and when one it was not meant for looks at
 * it (R3); where his messenger can show it and the channel's settings do not forbid it. One job a chat: the latest place counts.
 */
export function reactions(messengers: Messengers): Reactions {
  const kinds = Object.entries(messengers).flatMap(([kind, { actions }]) => (actions.markRead ? [kind] : []))
  return {
    'conversation.looked': (tx, changes) =>
      forAccounts(changes, (id, some) => addMarks(tx, kinds, id, looks(id, some))),
    'conversation.read': (tx, changes) =>
      forAccounts(changes, (id, some) => addMarks(tx, kinds, id, readings(id, some))),
  }
}

async function forAccounts(
  changes: Change[],
  work: (accountId: number, changes: Change[]) => Promise<void>,
): Promise<void> {
  for (const [accountId, some] of Map.groupBy(changes, (one) => one.accountId)) await work(accountId, some)
}

/** Chats and the messages up to which somebody looked. */
function looks(accountId: number, changes: Change[]): RawBuilder<unknown> {
  const seen = new Map(changes.map((one) => [one.chatId, one.messageId]))
  const chatIds = [...seen.keys()]
  const messageIds = [...seen.values()]
  return sql`select ${accountId}::bigint as account_id, chat_id, up_to
    from unnest(${chatIds}::uuid[], ${messageIds}::uuid[]) t(chat_id, up_to)`
}

/** The same of conversations that a person has read; those that were closed by themselves nobody has looked at. */
function readings(accountId: number, changes: Change[]): RawBuilder<unknown> {
  const numbers = changes.flatMap((one) => one.number ?? [])
  return sql`select v.account_id, v.chat_id, r.up_to from conversations v
    cross join lateral (select r.user_id, coalesce(r.up_to, v.last_incoming_id) as up_to from readings r
      where r.account_id = v.account_id and r.number = v.number order by r.at desc limit 1) r
    where v.account_id = ${accountId} and v.number = any(${numbers}::bigint[]) and r.user_id is not null`
}

async function addMarks(
  tx: Tx,
  kinds: string[],
  accountId: number,
  marks: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    select graphile_worker.add_job('mark-read', json_build_object('accountId', t.account_id, 'chatId', t.chat_id, 'upTo', t.up_to),
      job_key => 'mark-read:' || t.chat_id, max_attempts => 3)
    from (${marks}) t
    join chats c on c.account_id = t.account_id and c.id = t.chat_id
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    where t.up_to is not null and c.account_id = ${accountId} and h.kind = any(${kinds}::text[]) and h.disconnected_at is null
      and coalesce(h.settings->>'sendsReadMarks', 'true') = 'true'`.execute(tx)
}
