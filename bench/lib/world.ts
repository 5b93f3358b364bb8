import { createDefaultPipeline } from '../../server/features/deals/index.ts'
import { createAccount } from '../../server/features/people/index.ts'
import type { Database } from '../../server/lib/db.ts'

/** A second account with a pipeline and a channel. @returns its id. */
export async function addAccount({ db }: Database): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const settings = {
      secretKey: Buffer.alloc(32, 7),
      publicUrl: null,
      onAccountCreated: async (
        inner: typeof tx,
        made: { id: number; language: 'ru' | 'en' },
      ): Promise<void> => {
        await createDefaultPipeline(inner, made)
      },
    }
    const { account } = await createAccount(tx, settings, {
      company: 'Bench',
      language: 'ru',
      timeZone: 'UTC',
      currency: 'RUB',
      country: 'RU',
      admin: { name: 'Bench', email: 'second@example.com', password: 'correct horse battery' },
    })
    await tx
      .insertInto('channels')
      .values({ account_id: account.id, kind: 'telegram', name: 'Bench', external_id: 'bench' })
      .execute()
    return account.id
  })
}

/**
 * Fills the account up to `size` conversations by plain SQL: 16 % open, of these a fifth unread and a seventh waiting, 50
 * responsible colleagues, each conversation with a contact, a chat, a deal and its last message; the counters follow.
 */
export async function growWorld(
  database: Database,
  accountId: number,
  channelId: number,
  size: number,
): Promise<void> {
  const { pool } = database
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from conversations where account_id = $1',
    [accountId],
  )
  const from = (rows[0]?.n ?? 0) + 1
  await addColleagues(database, accountId)
  const values = [accountId, channelId, from, size]
  await pool.query(
    `insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id)
     select $1, 1000000 + i, 1000000 + i, 'Клиент ' || i, 'messenger', 1 + i % 50 from generate_series($3::int, $4::int) i where $2 > 0`,
    values,
  )
  await pool.query(
    `insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name, open_number)
     select $1, ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, $2, 'w' || i, 1000000 + i, 'Клиент ' || i,
       case when i % 25 < 4 then i end from generate_series($3::int, $4::int) i`,
    values,
  )
  await pool.query(
    `insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id)
     select $1, 1000000 + i, 1000000 + i, s.pipeline_id, s.id, 'Сделка ' || i, 1 + i % 50, 1000000 + i
     from generate_series($3::int, $4::int) i cross join lateral (
       select * from stages where account_id = $1 and kind = 'normal'
         and pipeline_id in (select id from pipelines where account_id = $1 and kind = 'deal') order by position limit 1) s where $2 > 0`,
    values,
  )
  await pool.query(
    `insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
       opened_way, status, closed_at, read_at, unread, waiting_since, last_message_id, last_message_at, responsible_user_id,
       contact_responsible_user_id)
     select $1, i, ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, $2, 1000000 + i, 'deal', 1000000 + i, t.at, 'client', 'in',
       case when o.is_open then 'in_work' else 'closed' end, case when o.is_open then null else t.at end,
       case when o.is_open and i % 5 = 0 then null else t.at end, (o.is_open and i % 5 = 0)::int,
       case when o.is_open and i % 7 = 0 then t.at end, ('01900000-0000-7000-9000-' || lpad(i::text, 12, '0'))::uuid, t.at, 1 + i % 50, 1 + i % 50
     from generate_series($3::int, $4::int) i
     cross join lateral (select i % 25 < 4 as is_open) o
     cross join lateral (select now() - (hashint4(i)::bigint + 2147483648) * interval '0.0005 s' as at) t`,
    values,
  )
  await pool.query(
    `insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, actor_id, body, placed_at, received_at)
     select account_id, last_message_id, chat_id, number, 'in', 'text', 'client', contact_id, 'Добрый день, подскажите по доставке ' || number,
       last_message_at, last_message_at from conversations where account_id = $1 and number between $3 and $4 and $2 > 0`,
    values,
  )
  await pool.query('update account_counters set value = $2 where account_id = $1', [accountId, size])
  await pool.query('delete from inbox_counts where account_id = $1', [accountId])
  await pool.query(
    `insert into inbox_counts (account_id, card_kind, responsible_user_id, contact_responsible_user_id, open, unread, unanswered)
     select account_id, coalesce(card_kind, ''), coalesce(responsible_user_id, 0), coalesce(contact_responsible_user_id, 0),
       count(*), count(*) filter (where read_at is null), count(*) filter (where waiting_since is not null)
     from conversations where account_id = $1 and closed_at is null group by 1, 2, 3, 4`,
    [accountId],
  )
  await pool.query('vacuum analyze')
}

async function addColleagues({ pool }: Database, accountId: number): Promise<void> {
  await pool.query(
    `insert into users (account_id, id, login_id, name, email, role_id, language, time_zone) overriding system value
     select $1, i, 'bench-' || i, 'Коллега ' || i, 'bench-' || i || '@example.com', (select id from roles where account_id = $1 and kind = 'member'),
       'ru', 'UTC' from generate_series(2, 50) i on conflict do nothing`,
    [accountId],
  )
}
