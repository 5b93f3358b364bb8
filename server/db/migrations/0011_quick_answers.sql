-- Texts and files that are put into the composer by their shortcut.
create table quick_answers (
  account_id bigint not null references accounts,
  id uuid not null,
  owner_id bigint,                                  -- null: shared by all colleagues
  shortcut text not null,                           -- in small letters, without the slash
  body text not null,
  file_ids uuid[] not null default '{}',
  created_by bigint not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, owner_id) references users,
  foreign key (account_id, created_by) references users
);
create unique index quick_answers_shared on quick_answers (account_id, shortcut) where owner_id is null;
create unique index quick_answers_own on quick_answers (account_id, owner_id, shortcut) where owner_id is not null;
create index quick_answers_by_file on quick_answers using gin (file_ids);
