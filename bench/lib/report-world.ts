import type { Database } from '../../server/lib/db.ts'

/** Of so many days, as evenly as minutes go by. */
const days = 1095
const colleagues = 50
const clients = 20_000
const portion = 100_000

/**
 * `size` conversations over three years: each with its opening, a close a day later and two waits that were answered, every
 * twentieth after its limit. 20,000 clients with a chat and a deal each, shared by 50 colleagues; 400 conversations are open.
 */
export async function growReports(
  { pool }: Database,
  accountId: number,
  channelId: number,
  size: number,
): Promise<void> {
  await pool.query(
    `insert into users (account_id, id, login_id, name, email, role_id, language, time_zone) overriding system value
     select $1, i, 'bench-' || i, 'Коллега ' || i, 'bench-' || i || '@example.com', (select id from roles where account_id = $1 and kind = 'member'),
       'ru', 'UTC' from generate_series(2, ${colleagues}) i on conflict do nothing`,
    [accountId],
  )
  await pool.query(
    `with n as (select i, 1000000 + i as id from generate_series(1, $3::int) i),
     s as (select pipeline_id, id from stages where account_id = $1 and kind = 'normal'
       and pipeline_id in (select id from pipelines where account_id = $1 and kind = 'deal') order by position limit 1),
     k as (insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id)
       select $1, id, id, 'Клиент ' || i, 'user', 1 + i % ${colleagues} from n returning id),
     d as (insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id)
       select $1, n.id, n.id, s.pipeline_id, s.id, 'Сделка ' || i, 1 + i % ${colleagues}, n.id from n cross join s returning id)
     insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name)
     select $1, ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, $2, 'report' || i, id, 'Клиент ' || i from n
     where (select count(*) from k) + (select count(*) from d) > 0`,
    [accountId, channelId, clients],
  )
  // What is written into the past leaves marks for the sums of days: as many would be half of the filling.
  const tables = ['events', 'waiting_periods']
  for (const table of tables) await pool.query(`alter table ${table} disable trigger user`)
  for (let from = 1; from <= size; from += portion) {
    await addConversations(pool, [accountId, channelId, from, Math.min(size, from + portion - 1), size])
  }
  for (const table of tables) await pool.query(`alter table ${table} enable trigger user`)
  await pool.query('update account_counters set value = $2 where account_id = $1', [accountId, size])
  await pool.query('vacuum analyze')
}

async function addConversations(pool: Database['pool'], values: number[]): Promise<void> {
  await pool.query(
    `with o as (
       select i as number, 1 + i::bigint * 7919 % ${clients} as client, i > $5 - 400 as is_open, i % 20 = 0 as is_late,
         now() - ($5 - i) * (interval '${days} days' / $5::int) as at, i % 4000 * interval '1 second' as answered_in
       from generate_series($3::int, $4::int) i
     ), v as (
       insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind, opened_way,
         status, closed_at, read_at, first_answer_at, last_message_at, responsible_user_id, contact_responsible_user_id)
       select $1, number, ('01900000-0000-7000-8000-' || lpad(client::text, 12, '0'))::uuid, $2, 1000000 + client, 'deal', 1000000 + client, at,
         'client', 'in', case when is_open then 'in_work' else 'closed' end, case when not is_open then at + interval '1 day' end, at,
         at + answered_in, at, 1 + client % ${colleagues}, 1 + client % ${colleagues} from o
       returning account_id, number, channel_id, opened_at, closed_at, first_answer_at, responsible_user_id
     ), w as (
       insert into waiting_periods (account_id, number, started_at, ended_at, ended_way, limit_minutes, due_at, missed_at)
       select $1, number, s.at, s.at + answered_in, 'answered', 60, s.at + interval '1 hour', case when is_late then s.at + interval '1 hour' end
       from o cross join lateral (values (o.at), (o.at + interval '2 hours')) s(at)
     )
     insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, channel_id)
     select account_id, f.at, gen_random_uuid(), f.type, f.kind, case f.kind when 'user' then responsible_user_id end, 'messenger',
       'conversation', number::text, number, channel_id
     from v cross join lateral (values ('conversation.opened', opened_at, 'client'), ('conversation.closed', closed_at, 'user'),
       ('response_time.exceeded', case when number % 20 = 0 then first_answer_at end, 'system')) f(type, at, kind)
     where f.at is not null`,
    values,
  )
}
