import type { Database } from '../../server/lib/db.ts'

/**
 * `size` events over four years: nine of ten are messages of 20,000 clients, the rest what conversations and deals come to; of
 * some types almost nothing. Three of four answers are of twenty people.
 */
export async function growEvents(
  { pool }: Database,
  accountId: number,
  channelId: number,
  size: number,
): Promise<void> {
  await pool.query(
    `insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, contact_id, card_kind,
       card_id, channel_id)
     select $1, timestamptz '2022-11-01' + n * (interval '4 years' / $3::int), gen_random_uuid(), k.type,
       case when k.type = 'message.received' then 'client' when n % 4 = 0 then 'system' else 'user' end,
       case when k.type = 'message.received' then c.id when n % 4 = 0 then null else 1 + n % 20 end, 'hand', k.subject,
       case k.subject when 'tag' then '1' when 'deal' then c.id::text else c.number::text end,
       case when k.subject = 'conversation' then c.number end, c.id, 'deal', c.id, $2
     from generate_series(1, $3::int) n
     cross join lateral (select case when n % 1000 = 0 then 7 else 1000000 + n % 20000 end as id, 1000000 + n / 20 as number) c
     cross join lateral (select case when n = $3::int / 2 then 'tag.merged' when n % 40 = 0 then 'conversation.opened'
       when n % 40 = 20 then 'conversation.closed' when n % 20 = 7 then 'deal.moved' when n % 2 = 0 then 'message.queued'
       else 'message.received' end as type,
       case when n = $3::int / 2 then 'tag' when n % 20 = 7 then 'deal' else 'conversation' end as subject) k`,
    [accountId, channelId, size],
  )
  await pool.query('vacuum analyze events')
}
