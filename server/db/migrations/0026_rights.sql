-- Roles and groups are edited by people; who is away has a substitute; work is handed over to a colleague.

alter table roles
  add column version integer not null default 1,     -- raised by each change: who edits an older one is told
  add column changed_by bigint,
  add column changed_at timestamptz,
  add foreign key (account_id, changed_by) references users;

update groups g set name = g.name || ' ' || g.id
where exists (select from groups o where o.account_id = g.account_id and lower(o.name) = lower(g.name) and o.id < g.id);
create unique index groups_by_name on groups (account_id, lower(name));

-- Away is who has an away_until that has not come yet; meanwhile the substitute sees and is told what he would be.
alter table users
  add column substitute_id bigint,
  add foreign key (account_id, substitute_id) references users,
  add check (substitute_id <> id);
create index users_by_substitute on users (account_id, substitute_id) where substitute_id is not null;
create index users_by_role on users (account_id, role_id);
create index users_by_group on users (account_id, group_id) where group_id is not null;

-- Everything of somebody given to somebody else, portion by portion; one at a time of each person.
create table hand_overs (
  account_id bigint not null references accounts,
  id uuid not null,
  from_user_id bigint not null,
  to_user_id bigint,                                  -- null: to nobody
  what text[] not null,
  total integer not null,
  done integer not null default 0,
  started_by bigint not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, from_user_id) references users,
  foreign key (account_id, to_user_id) references users,
  foreign key (account_id, started_by) references users
);
create unique index hand_overs_running on hand_overs (account_id, from_user_id) where ended_at is null;
create index hand_overs_by_user on hand_overs (account_id, from_user_id, started_at desc);
