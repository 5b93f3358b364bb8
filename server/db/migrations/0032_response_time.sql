-- Until when a waiting client is to be answered. Written when waiting begins, by the settings in force then; null: no limit.
alter table conversations
  add column due_at timestamptz,                    -- * of the wait that goes on
  add column limit_minutes integer,                 -- * likewise
  add column missed_at timestamptz,                 -- * when it was found that this wait went beyond due_at
  add check (waiting_since is not null or (due_at is null and limit_minutes is null and missed_at is null));
-- What comes due next, of all accounts: looked at every second, as the outbox is.
create index conversations_due on conversations (due_at) where due_at is not null and missed_at is null;

-- The same of waits that have ended, and by whom.
alter table waiting_periods
  add column due_at timestamptz,
  add column limit_minutes integer,
  add column missed_at timestamptz,
  add column ended_by_kind text,
  add column ended_by_id bigint;
create index waiting_periods_by_start on waiting_periods (account_id, started_at) where restored_at is null;

-- All waits, ended ones and those that go on.
create view waits as
select account_id, number, started_at, limit_minutes, due_at, missed_at, ended_at, ended_way, ended_by_message, ended_by_kind,
  ended_by_id
from waiting_periods where restored_at is null
union all
select account_id, number, waiting_since, limit_minutes, due_at, missed_at, null, null, null, null, null
from conversations where waiting_since is not null and closed_at is null;

-- Raised with everything that a due time follows from. Processes keep these settings in memory; whoever writes a due time compares
-- this number in the same statement, so that nobody goes on with former settings.
alter table accounts add column clock_version integer not null default 1;

create function raise_own_clock_version() returns trigger language plpgsql as $$
begin
  new.clock_version := old.clock_version + 1;
  return new;
end $$;

create function raise_clock_version() returns trigger language plpgsql as $$
begin
  update accounts set clock_version = clock_version + 1 where id in (select account_id from touched);
  return null;
end $$;

create trigger accounts_clock before update of time_zone, settings on accounts for each row
  when ((old.time_zone, old.settings->'responseTime') is distinct from (new.time_zone, new.settings->'responseTime'))
  execute function raise_own_clock_version();
create trigger working_hours_added after insert on working_hours referencing new table as touched
  for each statement execute function raise_clock_version();
create trigger working_hours_changed after update on working_hours referencing new table as touched
  for each statement execute function raise_clock_version();
create trigger working_hours_removed after delete on working_hours referencing old table as touched
  for each statement execute function raise_clock_version();
create trigger holidays_added after insert on holidays referencing new table as touched
  for each statement execute function raise_clock_version();
create trigger holidays_changed after update on holidays referencing new table as touched
  for each statement execute function raise_clock_version();
create trigger holidays_removed after delete on holidays referencing old table as touched
  for each statement execute function raise_clock_version();

create function raise_clock_version_of_channel() returns trigger language plpgsql as $$
begin
  update accounts set clock_version = clock_version + 1 where id = new.account_id;
  return null;
end $$;

create trigger channels_clock_added after insert on channels for each row execute function raise_clock_version_of_channel();
create trigger channels_clock_changed after update of settings on channels for each row
  when (old.settings->'responseTime' is distinct from new.settings->'responseTime')
  execute function raise_clock_version_of_channel();
