import { createHash } from 'node:crypto'
import type { Database } from '../../server/lib/db.ts'

/** Contacts have one of these and letters that tell them apart; each stands in a fifth of them. */
export const firstNames = ['Марина', 'Олег', 'Инна', 'Тимур', 'Вера']

/** What some of the first deals are called by, in a world of any size; hardly any other is. */
export const rareWords = [1, 2, 3, 4, 5].map((deal) =>
  createHash('md5').update(`d${deal}`).digest('hex').slice(0, 5),
)

/**
 * Fills an account with `size` deals by plain SQL: all stages (a tenth of the deals won, a fifth lost), 50 responsible
 * colleagues, a contact for every five, budgets; of each hundred deals 4 have unread conversations, 56 only read ones.
 */
export async function growDeals({ pool }: Database, accountId: number, size: number): Promise<void> {
  await pool.query(
    `insert into contacts (account_id, id, root_id, name, name_source)
     select $1, n, n, ($3::text[])[1 + i % 5] || ' ' || md5(i::text), 'user'
     from (select i, nextval('contact_ids') as n from generate_series(1, $2::int / 5) i) s`,
    [accountId, size, firstNames],
  )
  await pool.query(
    `with s as (select pipeline_id, id, kind, row_number() over (partition by kind order by position) - 1 as place
       from stages where account_id = $1 and pipeline_id in (select id from pipelines where account_id = $1 and kind = 'deal')),
     k as (select array_agg(id order by id) as ids from contacts where account_id = $1),
     d as (
       insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, budget, responsible_user_id, main_contact_id,
         conversations, unread_conversations, stage_since, closed_at, created_at, updated_at)
       select $1, n, n, s.pipeline_id, s.id, 'Заказ ' || md5('d' || i), i % 1000 * 100, 1 + i % 50, k.ids[1 + i % cardinality(k.ids)],
         case when i % 100 < 60 then 1 else 0 end, case when i % 100 < 4 then 1 else 0 end, t.at,
         case when s.kind in ('won', 'lost') then t.at end, t.at - interval '30 days', t.at
       from (select i, nextval('deal_ids') as n, hashint4(i)::bigint + 2147483648 as h from generate_series(1, $2::int) i) g
       cross join k
       join s on s.kind = case g.h % 10 when 0 then 'won' when 1 then 'lost' when 2 then 'lost' else 'normal' end
         and s.place = case when g.h % 10 > 2 then g.h / 10 % 4 else 0 end
       cross join lateral (select now() - g.h * interval '0.005 s' as at) t
       returning account_id, id, main_contact_id
     )
     insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main)
     select account_id, 'deal', id, main_contact_id, true from d`,
    [accountId, size],
  )
  await pool.query('vacuum analyze')
}
