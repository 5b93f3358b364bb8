import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import { uuidv7 } from '#lib/crypto'
import type { Tx } from '#lib/db'
import { change } from '#lib/events'

export type Joining = { accountId: number; from: CardRef; to: CardRef }

/**
 * What colleagues said in a card that was joined to another one goes on there, in the order of time: messages are numbered
 * anew, and nobody has read further than before. Words begun in a chat that has none of his yet come along.
 */
export async function joinCardChats(tx: Tx, { accountId, from, to }: Joining): Promise<void> {
  const former = await lockChatOf(tx, accountId, from)
  if (former === null) return
  const chatId = await openChatOf(tx, accountId, to, former)
  const chats = sql`array[${former}, ${chatId}]::uuid[]`
  const numbered = sql`numbered as (
    select m.id, m.chat_id, m.seq, row_number() over (order by m.at, m.chat_id = ${former}::uuid, m.seq) as n
    from internal_messages m where m.account_id = ${accountId} and m.chat_id = any(${chats}))`
  // Of a chat that somebody has never looked at nothing is new to him.
  await sql`with ${numbered}
    insert into internal_reads (account_id, chat_id, user_id, up_to, at)
    select ${accountId}, ${chatId}, r.user_id,
      coalesce(min(n.n) filter (where n.seq > r.up_to) - 1, (select count(*) from numbered)), max(r.at)
    from internal_reads r left join numbered n on n.chat_id = r.chat_id
    where r.account_id = ${accountId} and r.chat_id = any(${chats}) group by r.user_id
    on conflict (account_id, chat_id, user_id) do update set up_to = excluded.up_to, at = excluded.at`.execute(
    tx,
  )
  // By way of numbers below zero: no two of a chat may be the same on the way either.
  await sql`with ${numbered}
    update internal_messages m set chat_id = ${chatId}, seq = -n.n from numbered n
    where m.account_id = ${accountId} and m.id = n.id`.execute(tx)
  await sql`update internal_messages set seq = -seq
    where account_id = ${accountId} and chat_id = ${chatId} and seq < 0`.execute(tx)
  await sql`update internal_chats c set
      last_seq = case when c.id = ${chatId}::uuid then coalesce(m.seq, 0) else 0 end, last_at = greatest(c.last_at, m.at)
    from (select max(seq) as seq, max(at) as at from internal_messages
      where account_id = ${accountId} and chat_id = ${chatId}) m
    where c.account_id = ${accountId} and c.id = any(${chats})`.execute(tx)
  await sql`update internal_drafts d set chat_id = ${chatId} where d.account_id = ${accountId} and d.chat_id = ${former}
    and not exists (select from internal_drafts x where x.account_id = d.account_id and x.user_id = d.user_id
      and x.chat_id = ${chatId})`.execute(tx)
  await change(tx, { accountId, topic: 'internal.chat', card: to, patch: { chatId } })
}

async function lockChatOf(tx: Tx, accountId: number, card: CardRef): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from internal_chats where account_id = ${accountId}
    and kind = 'card' and card_kind = ${card.kind} and card_id = ${card.id} for update`.execute(tx)
  return rows[0]?.id ?? null
}

/** The chat of the card under its lock; made as the former one was, when there is none. */
async function openChatOf(tx: Tx, accountId: number, card: CardRef, former: string): Promise<string> {
  await sql`insert into internal_chats (account_id, id, kind, card_kind, card_id, created_by, created_at, last_at)
    select account_id, ${uuidv7()}, kind, ${card.kind}, ${card.id}, created_by, created_at, last_at from internal_chats
    where account_id = ${accountId} and id = ${former} on conflict do nothing`.execute(tx)
  const id = await lockChatOf(tx, accountId, card)
  if (id === null) throw new Error('A chat that was made is not there')
  return id
}
