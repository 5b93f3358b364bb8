import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { fullSlice, sliceBits } from './slices.ts'

/** As `search_phones` asks first; most messages have none, and need not call it. */
const mayHavePhone = sql.lit(String.raw`\d.*\d.*\d.*\d.*\d`)

/** How many messages a statement takes. */
export const portion = 500

/**
 * Brings the search up to what these messages are now: new ones, changed ones, and those that are there no more. The row of the
 * account is locked before they are read, so that of two who index the same message the later one has read the later state.
 */
export async function indexMessages(tx: Tx, accountId: number, messageIds: readonly string[]): Promise<void> {
  const ids = [...new Set(messageIds)]
  for (let start = 0; start < ids.length; start += portion) {
    const slice = await openSlice(tx, accountId)
    const lost = await write(tx, accountId, ids.slice(start, start + portion), slice)
    if (lost.length > 0) await forgetWords(tx, accountId, lost)
  }
}

type Slice = { slice: number; count: number }

/** Locks the account's row; begins another slice when the newest one is full. */
async function openSlice(tx: Tx, accountId: number): Promise<number> {
  const { rows } = await sql<Slice>`
    insert into search_accounts as a (account_id) values (${accountId})
    on conflict (account_id) do update set account_id = a.account_id
    returning last_slice as slice, in_last_slice as count`.execute(tx)
  const last = rows[0]
  if (!last) throw new Error('The search of an account has no row')
  if (last.slice === 0 && last.count === 0) {
    await sql`insert into search_slices (account_id, slice, from_at) values (${accountId}, 0, '-infinity')
      on conflict do nothing`.execute(tx)
  }
  if (last.count < fullSlice) return last.slice
  const { rows: opened } = await sql<{ slice: number }>`
    with opened as (
      update search_accounts set last_slice = last_slice + 1, in_last_slice = 0 where account_id = ${accountId}
      returning last_slice, newest_at
    )
    insert into search_slices (account_id, slice, from_at)
    select ${accountId}, last_slice, newest_at + interval '1 microsecond' from opened returning slice`.execute(
    tx,
  )
  return opened[0]?.slice ?? last.slice
}

/** @returns the words of which a message has no more what it had. */
async function write(
  tx: Tx,
  accountId: number,
  ids: readonly string[],
  lastSlice: number,
): Promise<string[]> {
  const { rows } = await sql<{ lost: string[] | null }>`
    with src as materialized (
      select m.id, m.chat_id, m.number, m.placed_at, t.body || ' ' || t.names as said,
        setweight(to_tsvector('public.beseda', t.body), 'A')
          || case when t.names = '' then '' else setweight(to_tsvector('public.beseda', t.names), 'B') end
          || array_to_tsvector(array_remove(array[case m.direction when 'in' then '#i' else '#o' end, '#c' || c.channel_id,
            '#k' || c.contact_id, case when m.actor_kind in ('user', 'api') then '#u' || m.actor_id end,
            case when f.kinds is not null then '#f' end] || f.kinds
            || case when m.body ~ ${mayHavePhone} then search_phones(m.body) end, null)) as words,
        (${accountId}::bigint << ${sliceBits}::int) + (select s.slice from search_slices s where s.account_id = ${accountId}
          and s.from_at <= m.placed_at order by s.from_at desc, s.slice desc limit 1) as slice
      from messages m
      join chats c on c.account_id = m.account_id and c.id = m.chat_id
      left join lateral (select string_agg(t.name, ' ' order by t.position) as names, array_agg(distinct '#f' || t.kind) as kinds
        from attachments t where t.account_id = m.account_id and t.message_id = m.id) f on m.has_attachments
      cross join lateral (select search_text(m.body) as body, search_text(coalesce(f.names, '')) as names offset 0) t
      where m.account_id = ${accountId} and m.id = any(${ids}::uuid[]) and m.deleted_at is null
    ), old as materialized (
      select message_id, words from message_search where account_id = ${accountId} and message_id = any(${ids}::uuid[])
    ), gone as (
      delete from message_search where account_id = ${accountId}
        and message_id in (select message_id from old except select id from src)
    ), put as (
      insert into message_search as s (account_id, message_id, chat_id, number, placed_at, slice, words)
      select ${accountId}, id, chat_id, number, placed_at, slice, words from src order by id
      on conflict (account_id, message_id) do update set chat_id = excluded.chat_id, number = excluded.number,
        slice = excluded.slice, words = excluded.words
      where (s.chat_id, s.number, s.slice, s.words)
        is distinct from (excluded.chat_id, excluded.number, excluded.slice, excluded.words)
      returning slice, placed_at, xmax = 0 as is_new
    ), fresh as materialized (
      select w.word from (select distinct p.word from src cross join lateral unnest(search_parts(said)) p(word)) w
      where length(w.word) <= 64
        and not exists (select from search_words k where k.account_id = ${accountId} and k.word = w.word)
    ), vocabulary as (
      insert into search_words (account_id, word, lexeme)
      select ${accountId}, f.word, l.lexeme from fresh f
      cross join lateral (select (tsvector_to_array(search_vector(f.word)))[1] as lexeme offset 0) l
      where l.lexeme is not null order by f.word on conflict do nothing
    ), counted as (
      update search_accounts a set in_last_slice = a.in_last_slice + n.count, newest_at = greatest(a.newest_at, n.newest)
      from (select count(*) filter (where slice = (${accountId}::bigint << ${sliceBits}::int) + ${lastSlice}::bigint)::int as count,
          max(placed_at) as newest from put where is_new) n
      where a.account_id = ${accountId} and n.newest is not null
    )
    select array_agg(lexeme) as lost from (
      select unnest(tsvector_to_array(words)) as lexeme from old
      except select unnest(tsvector_to_array(words)) from src) l where lexeme not like '#%'`.execute(tx)
  return rows[0]?.lost ?? []
}

/** Words that no message has any more are no words to search by: what was erased is found nowhere. */
async function forgetWords(tx: Tx, accountId: number, lexemes: readonly string[]): Promise<void> {
  await sql`delete from search_words where account_id = ${accountId} and lexeme = any(${lexemes}::text[])
    and lexeme in (select l from unnest(${lexemes}::text[]) l where not search_has_word(${accountId}, l))`.execute(
    tx,
  )
}
