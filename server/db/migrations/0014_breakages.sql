-- A stretch of time in which a channel did not work. Admins are told once of each, whoever noticed it and however often.
create table channel_breakages (
  account_id bigint not null,
  id bigint generated always as identity,
  channel_id bigint not null,
  -- missed: nobody received for longer than the messenger keeps what it cannot deliver; known only when it is over
  state text not null check (state in ('token_revoked', 'conflict', 'unreachable', 'missed')),
  began_at timestamptz not null,
  resumed_at timestamptz,                           -- it came back soon after it had ended
  told_at timestamptz,                              -- from when on admins have to know; null: it may pass by itself
  ended_at timestamptz,
  lost_until timestamptz,                           -- missed: what was written from began_at to then may never come
  primary key (account_id, id),
  foreign key (account_id, channel_id) references channels
);
create unique index channel_breakages_open on channel_breakages (account_id, channel_id) where ended_at is null;
create index channel_breakages_by_end on channel_breakages (account_id, channel_id, ended_at desc) where ended_at is not null;

alter table channel_health
  add received_until timestamptz,                   -- till when somebody surely received; null: not yet, or disconnected
  add delays_ms integer[] not null default '{}',    -- how late the last messages came, the newest first
  add waiting_count integer not null default 0,     -- what the messenger said waits there
  add waiting_at timestamptz,
  add mode_reason text check (mode_reason in ('refused', 'refused_silent', 'undelivered', 'no_address'));

-- Of what is taken or deleted only the fact remains. Erasing a person empties what waits of theirs.
alter table dead_letters
  alter raw_sealed drop not null,
  add raw_key text,                                 -- keyed hash: the same update is kept once
  add kind text not null default 'other' check (kind in ('message', 'edit', 'press', 'reaction', 'receipt', 'block', 'other')),
  add reason text not null default 'not_stored' check (reason in ('unreadable', 'not_stored')),
  add error_key text not null default '',           -- the error without what differs from one time to the next
  add size_bytes integer not null default 0,
  add tries integer not null default 0,
  add tried_at timestamptz,
  add deleted_at timestamptz,
  add deleted_by bigint;
create index dead_letters_waiting on dead_letters (account_id, at desc, id desc) where replayed_at is null and deleted_at is null;
create index dead_letters_alike on dead_letters (account_id, error_key, id) where replayed_at is null and deleted_at is null;
create unique index dead_letters_once on dead_letters (account_id, channel_id, raw_key) where replayed_at is null and deleted_at is null;

alter table notifications
  alter number drop not null,
  add breakage_id bigint,
  add scheduled_id uuid,
  drop constraint notifications_kind_check,
  add check (case kind when 'incoming' then number is not null when 'channel' then breakage_id is not null
    when 'scheduled_failed' then scheduled_id is not null else false end);
create unique index notifications_of_breakage on notifications (account_id, user_id, breakage_id) where breakage_id is not null;
create unique index notifications_of_scheduled on notifications (account_id, user_id, scheduled_id) where scheduled_id is not null and read_at is null;
create index notifications_by_scheduled on notifications (account_id, scheduled_id) where scheduled_id is not null and read_at is null;
create index notifications_by_breakage on notifications (account_id, breakage_id) where breakage_id is not null;
