import type { Database } from '../../server/lib/db.ts'

const perConversation = 40

export type FedCard = {
  dealId: number
  chatId: string
  /** An instant in the middle of its life, ISO 8601. */
  middle: string
  /** One of its first messages, which alone says "самовывоз". */
  oldId: string
}

/**
 * A deal with a contact and a chat in which `size` messages were written in closed conversations of 40, one a day, each with
 * its event; every fifth message beside a change of the deal.
 */
export async function growFeed(
  { pool }: Database,
  accountId: number,
  channelId: number,
  size: number,
): Promise<FedCard> {
  const conversations = Math.ceil(size / perConversation)
  const { rows } = await pool.query<{ dealId: number; chatId: string; middle: Date }>(
    `with k as (
       insert into contacts (account_id, id, root_id, name, name_source)
       select $1, n, n, 'Марина', 'user' from nextval('contact_ids') n returning id
     ), s as (
       select pipeline_id, id from stages where account_id = $1 and kind = 'normal'
         and pipeline_id in (select id from pipelines where account_id = $1 and kind = 'deal') order by position limit 1
     ), d as (
       insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, main_contact_id)
       select $1, n, n, s.pipeline_id, s.id, 'Заказ', k.id from nextval('deal_ids') n, s, k returning id
     ), cc as (
       insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main) select $1, 'deal', d.id, k.id, true from d, k
     ), c as (
       insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name)
       select $1, gen_random_uuid(), $2, 'feed' || d.id, k.id, 'Марина' from d, k returning id, contact_id
     ), v as (
       insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
         opened_way, status, closed_at, read_at, first_message_at, last_message_at)
       select $1, 10000000 + d.id * 100000 + i, c.id, $2, c.contact_id, 'deal', d.id, t.at, 'client', 'in', 'closed', t.at, t.at,
         t.at + interval '10 minutes', t.at + ${perConversation} * interval '10 minutes'
       from generate_series(1, $3::int) i cross join c cross join d
       cross join lateral (select timestamptz '2018-01-01' + i * interval '1 day' as at) t
       returning account_id, number, chat_id, opened_at, card_id
     ), m as (
       insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
       select account_id, gen_random_uuid(), chat_id, number, 'in', 'text', 'client',
         'Когда будет доставка заказа ' || md5(number::text || n), opened_at + n * interval '10 minutes', opened_at
       from v cross join generate_series(1, ${perConversation}) n
       returning account_id, id, number, placed_at
     ), told as (
       insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, number, message_id, card_kind, card_id)
       select m.account_id, m.placed_at, gen_random_uuid(), 'message.received', 'client', 'messenger', 'conversation', m.number::text,
         m.number, m.id, 'deal', d.id from m, d
     ), changed as (
       insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, card_kind, card_id, before, after)
       select m.account_id, m.placed_at, gen_random_uuid(), 'deal.changed', 'user', 'hand', 'deal', d.id::text, 'deal', d.id,
         '{"budget": 1}', '{"budget": 2}' from m, d where extract(epoch from m.placed_at)::bigint % 3000 = 0
     )
     select d.id as "dealId", c.id as "chatId", timestamptz '2018-01-01' + $3::int / 2 * interval '1 day' as middle from d, c`,
    [accountId, channelId, conversations],
  )
  await pool.query('vacuum analyze')
  const [card] = rows
  if (!card) throw new Error('No card was made')
  const old = await pool.query<{ id: string }>(
    `update messages set body = 'Тогда самовывоз' where account_id = $1 and id = (
       select id from messages where account_id = $1 and chat_id = $2 order by placed_at offset 30 limit 1) returning id`,
    [accountId, card.chatId],
  )
  return { ...card, middle: card.middle.toISOString(), oldId: old.rows[0]?.id ?? '' }
}
