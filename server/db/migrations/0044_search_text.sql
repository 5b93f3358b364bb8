-- The same text as before, in half the time: a text is put together anew (normalize) only when it has signs that could be put
-- together, and of the letters of most texts only ё is exchanged. What is indexed by it stays as it is.
create or replace function search_text(given text) returns text language sql immutable parallel safe return
  regexp_replace(case when given ~ '[\u00c0-\u00ff]'
      then translate(lower(normalize(given)), 'ёàáâãäåçèéêëìíîïñòóôõöøùúûüýÿ', 'еaaaaaaceeeeiiiinoooooouuuuyy')
      else replace(lower(case when given ~ '[^\u0001-\u02ff\u0400-\u052f\u2000-\u206f\u20bd]' then normalize(given) else given end),
        'ё', 'е') end,
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u2100-\u214f\u2190-\u27bf\u3000-\u303f\ufe0f\ufeff\U0001f000-\U0001faff]+',
    ' ', 'g');

-- The words of a text that is as it is searched: where nothing else can stand in it they are what spaces part, which is far cheaper
-- to know than what the parser makes of them.
create function search_parts(said text) returns text[] language sql immutable parallel safe return
  case when said ~ '[^a-z0-9\u0430-\u0481\u048a-\u052f ]|[0-9]e[0-9]' then tsvector_to_array(to_tsvector('simple', said))
    else array_remove(string_to_array(said, ' '), '') end;
