-- Settings of the account as they were before and after each change.
create table settings_versions (
  account_id bigint not null,
  id bigint generated always as identity,
  at timestamptz not null,
  by_user_id bigint not null,
  before jsonb not null,
  after jsonb not null,
  primary key (account_id, id),
  foreign key (account_id, by_user_id) references users (account_id, id)
);

-- Whose turn was the last one in a group that shares what is new. The row's lock orders those who take turns at once.
create table round_robin (
  account_id bigint not null,
  group_id bigint not null,
  last_user_id bigint not null,
  primary key (account_id, group_id),
  foreign key (account_id, group_id) references groups (account_id, id) on delete cascade
);
