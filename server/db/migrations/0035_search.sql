-- Search over everything that was said. Words of clients' conversations stand in a table of their own, without their text, that
-- is filled after the commit: changes of a message's state touch no index of words. Words of colleagues have an index of their own
-- and come into no table but their own.

-- Forms of a word are one word; every word counts, "не" and "not" too. Latin words take the English road.
create text search dictionary beseda_russian (template = snowball, language = russian);
create text search dictionary beseda_english (template = snowball, language = english);
create text search configuration beseda (copy = simple);
alter text search configuration beseda alter mapping for asciiword with beseda_english;
alter text search configuration beseda alter mapping for word with beseda_russian;

-- A text as it is searched: small letters, ё as е, Latin letters without accents, words parted by spaces. Signs are spaces, so
-- that an address, a file's name and a hyphened word are the words they are made of.
create function search_text(given text) returns text language sql immutable parallel safe return
  regexp_replace(case when given ~ '[\u00c0-\u00ff]'
      then translate(lower(normalize(given)), 'ёàáâãäåçèéêëìíîïñòóôõöøùúûüýÿ', 'еaaaaaaceeeeiiiinoooooouuuuyy')
      else translate(lower(normalize(given)), 'ё', 'е') end,
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u2100-\u214f\u2190-\u27bf\u3000-\u303f\ufe0f\ufeff\U0001f000-\U0001faff]+',
    ' ', 'g');

create function search_vector(given text) returns tsvector language sql immutable parallel safe return
  to_tsvector('public.beseda'::regconfig, search_text(given));

-- What all forms of a word begin with, as far as the word itself does.
create function search_stem(word text) returns text language sql immutable parallel safe return (
  select case when starts_with(word, lexeme) then lexeme
    when lexeme is null then word else left(word, greatest(length(lexeme) - 1, 2)) end
  from (select (tsvector_to_array(search_vector(word)))[1] as lexeme) found);

-- Phones in a text, each by its last ten digits from the end: its ending, in any notation, is then the beginning of the mark.
create function search_phones(given text) returns text[] language sql immutable parallel safe return
  case when given ~ '\d.*\d.*\d.*\d.*\d' then (
    select array_agg('#p' || reverse(right(digits, 10)))
    from (select regexp_replace(found[1], '\D', '', 'g') as digits
      from regexp_matches(given, '(\+?\d[-\d\s().–]{5,22}\d)', 'g') found) phones
    where length(digits) between 7 and 15) end;

-- How far the search of an account's messages has come, and its newest slice. Its row lock orders everything that fills the index.
create table search_accounts (
  account_id bigint primary key references accounts,
  last_slice bigint not null default 0,             -- 0, 1, 2 … in the account
  in_last_slice integer not null default 0,
  newest_at timestamptz not null default '-infinity',
  filled_to uuid,                                   -- an older database is filled message by message, by their ids
  filled integer not null default 0,
  to_fill integer not null default 0,
  is_filled boolean not null default true
);

-- Slices of an account's time with about as many messages each. A key is the account and its slice in one, since a key of the
-- account alone would be as long as the account is old.
create table search_slices (
  account_id bigint not null references accounts,
  slice bigint not null,
  from_at timestamptz not null,
  primary key (account_id, slice)
);
create index search_slices_by_time on search_slices (account_id, from_at desc, slice desc);

create table message_search (
  account_id bigint not null,
  message_id uuid not null,
  chat_id uuid not null,
  number bigint,
  placed_at timestamptz not null,
  slice bigint not null,                            -- the account × 2^24 + the slice in it
  -- Words of the text (A) and of the names of files (B), and marks: #i and #o the direction, #u a colleague, #k a contact, #c a
  -- channel, #f files, #p phones.
  words tsvector not null,
  primary key (account_id, message_id),
  foreign key (account_id, message_id) references messages on delete cascade
);
-- A slice, and sixteen of them together for what is rare and old.
create index message_search_words on message_search using gin (slice, (slice >> 4), words) with (gin_pending_list_limit = 1024);

-- Which words there are, for parts of words: a word as it was written, and the one it is a form of.
create table search_words (
  account_id bigint not null,
  word text not null,
  lexeme text not null,
  primary key (account_id, word)
);
create index search_words_by_part on search_words using gin (account_id, word gin_trgm_ops);
create index search_words_by_lexeme on search_words (account_id, lexeme);

-- The slices from one down to another, newest first: one by one, then sixteen at a time. The planner may neither look into it nor
-- run it at several places at once, so that what is joined to it comes in its order.
create function search_walk(account bigint, newest bigint, oldest bigint)
returns table (key bigint, is_wide boolean) language plpgsql volatile parallel unsafe rows 40 as $$
declare
  edge bigint := greatest(((newest - 15) >> 4) << 4, 0);
begin
  for n in reverse newest .. greatest(edge, oldest) loop
    key := (account << 24) + n; is_wide := false;
    return next;
  end loop;
  for n in reverse (edge >> 4) - 1 .. (oldest >> 4) loop
    key := ((account << 24) >> 4) + n; is_wide := true;
    return next;
  end loop;
end $$;

-- Whether any message of the account still has the word; it looks no further than the first slice that has it.
create function search_has_word(account bigint, lexeme text) returns boolean language sql volatile parallel unsafe as $$
  select exists (
    select from search_accounts a
    cross join lateral search_walk(account, a.last_slice, 0) s
    cross join lateral (
      select from message_search m where not s.is_wide and m.slice = s.key
        and m.words @@ (quote_literal(lexeme))::tsquery
      union all
      select from message_search m where s.is_wide and (m.slice >> 4) = s.key
        and m.words @@ (quote_literal(lexeme))::tsquery
      offset 0) found
    where a.account_id = account limit 1)
$$;

-- A search as the index is asked: every word of the text in any form, or a part of it from three letters on. Null: nothing can answer.
create function search_query(account bigint, given text) returns tsquery language sql stable as $$
  select case when count(*) = count(ways) then string_agg('(' || ways || ')', ' & ')::tsquery end
  from (select distinct word from regexp_split_to_table(search_text(given), ' +') word where word <> '' limit 12) w
  cross join lateral (
    select string_agg(distinct quote_literal(k.lexeme), ' | ') as ways from (
      (select k.lexeme from search_words k where k.account_id = account
        and k.lexeme = (tsvector_to_array(search_vector(w.word)))[1] limit 1)
      union all
      (select k.lexeme from search_words k where length(w.word) >= 3 and k.account_id = account
        and k.word like '%' || w.word || '%' order by starts_with(k.word, w.word) desc, length(k.word), k.word limit 64)) k) found
$$;

-- Conversations in whose newest messages these words stand; so many messages are looked at. Who may see them is the caller's to ask.
create function search_numbers(account bigint, given text, most integer) returns setof bigint language sql volatile parallel unsafe rows 100 as $$
  select distinct f.number from (
    select z.number from (select search_query(account, given) as words offset 0) q
    join search_accounts a on a.account_id = account and q.words is not null
    cross join lateral search_walk(account, a.last_slice, greatest(a.last_slice - 1024, 0)) s
    cross join lateral (
      select * from (
        select m.number, m.placed_at from message_search m where not s.is_wide and m.slice = s.key and m.words @@ q.words
        union all
        select m.number, m.placed_at from message_search m where s.is_wide and (m.slice >> 4) = s.key and m.words @@ q.words
      ) m order by m.placed_at desc offset 0) z
    limit most) f
  where f.number is not null
$$;

-- What else is searched has few words and stands in rows of its own: parts of them are found by trigrams.
create index notes_by_part on notes using gin (account_id, search_text(text) gin_trgm_ops) where deleted_at is null;
create index notes_by_phone on notes using gin (account_id, search_phones(text)) where deleted_at is null;
create index notes_by_time on notes (account_id, created_at desc, id desc) where deleted_at is null;
create index internal_messages_by_part on internal_messages using gin (account_id, search_text(body) gin_trgm_ops) where deleted_at is null;
create index internal_messages_by_phone on internal_messages using gin (account_id, search_phones(body)) where deleted_at is null;
create index internal_messages_newest on internal_messages (account_id, at desc, id desc) where deleted_at is null;

-- Messages of before are filled in by the worker, in portions; what commits from now on it learns from the live log.
insert into search_accounts (account_id, is_filled)
  select a.id, false from accounts a where exists (select from messages m where m.account_id = a.id);
insert into consumers (name, cursor) select 'search', epoch || '.' || pg_current_snapshot()::text from installation
  on conflict (name) do nothing;
