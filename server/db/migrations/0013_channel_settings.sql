-- A channel on hold: nothing leaves it, what clients write is still taken. What waited is tried as long from resumed_at on as
-- if it had been written then.
alter table channels
  add column paused_at timestamptz,
  add column paused_by bigint,
  add column resumed_at timestamptz,
  add foreign key (account_id, paused_by) references users,
  add check ((paused_at is null) = (paused_by is null));

-- When the account works, by the clock on its wall; minutes from midnight. No rows: always.
create table working_hours (
  account_id bigint not null references accounts,
  weekday integer not null check (weekday between 1 and 7),  -- Monday is 1
  from_minute integer not null check (from_minute >= 0),
  to_minute integer not null check (to_minute <= 1440),
  primary key (account_id, weekday, from_minute),
  check (from_minute < to_minute)
);

-- Days on which nobody works, whatever their weekday.
create table holidays (
  account_id bigint not null references accounts,
  date date not null,
  primary key (account_id, date)
);

-- Which message of a conversation a channel sent by itself, so that each is sent once.
create table auto_replies (
  account_id bigint not null,
  message_id uuid not null,
  number bigint not null,
  kind text not null check (kind in ('greeting', 'offline')),
  at timestamptz not null,
  primary key (account_id, message_id),
  foreign key (account_id, message_id) references messages,
  foreign key (account_id, number) references conversations
);
create index auto_replies_by_conversation on auto_replies (account_id, number, kind, at);

-- Who wrote in a messenger itself, as it names them; a colleague, once somebody says which.
create table outside_authors (
  account_id bigint not null,
  id bigint generated always as identity,
  channel_id bigint not null,
  external_id text not null,
  user_id bigint,
  seen_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, channel_id, external_id),
  foreign key (account_id, channel_id) references channels,
  foreign key (account_id, user_id) references users
);
