-- Tables that were brought in: what each import took its columns for, and what became of each row, so that it goes on after a
-- crash without doing a row twice, and can be undone.

create table imports (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  kind text not null check (kind in ('contacts', 'companies', 'deals')),
  file_id uuid not null,
  file_name text not null,
  format jsonb not null,
  columns jsonb not null,                            -- each: header, first values, what it is taken for
  on_match text not null check (on_match in ('skip', 'fill', 'update', 'new')),
  state text not null check (state in ('draft', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  problem jsonb,                                     -- why the file could not be read to its end
  rows_total integer,                                -- null: not counted yet
  rows_done integer not null default 0,              -- of what is being done now
  counts jsonb not null default '{"new": 0, "changed": 0, "skipped": 0, "wrong": 0}',
  left_count integer not null default 0,             -- what an undo had to leave
  created_by bigint not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  undone_by bigint,
  undone_at timestamptz,
  primary key (account_id, id)
);
create index imports_by_time on imports (account_id, created_at desc, id desc);
create index imports_by_file on imports (account_id, file_id);

-- A row of the file is written down in the transaction that does what it says. A check writes the wrong ones only; the run
-- begins anew.
create table import_rows (
  account_id bigint not null,
  import_id bigint not null,
  row integer not null,                              -- from 1, the head not counted
  line integer not null,                             -- where it stands in the file
  outcome text not null check (outcome in ('new', 'changed', 'skipped', 'wrong')),
  problems jsonb not null default '[]',
  made jsonb not null default '[]',                  -- what was made: kind, id
  changes jsonb not null default '[]',               -- what was changed: kind, id, before, after
  at timestamptz not null default now(),
  undo text check (undo in ('undone', 'left')),
  kept jsonb not null default '[]',                  -- what an undo left: kind, id, name, why
  primary key (account_id, import_id, row),
  foreign key (account_id, import_id) references imports on delete cascade
);
create index import_rows_wrong on import_rows (account_id, import_id, row) where outcome = 'wrong';
create index import_rows_left on import_rows (account_id, import_id, row) where undo = 'left';

-- While a file is checked: phones and e-mails of its rows that would be there by now.
create table import_seen (
  account_id bigint not null,
  import_id bigint not null,
  value text not null,
  primary key (account_id, import_id, value),
  foreign key (account_id, import_id) references imports on delete cascade
);

-- What an account has last taken a column of this name for.
create table import_headers (
  account_id bigint not null references accounts,
  kind text not null,
  header text not null,                              -- in lower case
  target text not null,
  primary key (account_id, kind, header)
);
