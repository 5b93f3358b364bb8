-- What reports count of a large account, summed up by days that are over: a year is some hundred days then, not a million rows. A
-- day stands for its rows only as long as nothing has touched them since: whatever does leaves a mark, and the report reads the rows
-- themselves until the day has been summed up anew. So nobody waits for a sum, and none is ever believed that is not true.

create table report_days (
  account_id bigint not null references accounts,
  from_at timestamptz not null,                     -- a day of the account's calendar, as its zone was then
  to_at timestamptz not null,
  time_zone text not null,
  hours_key text not null,                          -- the working hours by which waiting was measured
  primary key (account_id, from_at)
);

-- Facts of a day, three times over: by their hour, by their author, by who answers for the conversation; and waits by when their
-- limit ran out.
create table report_facts (
  account_id bigint not null,
  from_at timestamptz not null,
  what text not null check (what in ('hour', 'author', 'person', 'due')),
  place integer not null,
  channel_id bigint,
  type text not null,                               -- of due: due, exceeded
  hour smallint,                                    -- of the clock on the account's wall
  actor_kind text,
  actor_id bigint,
  responsible_user_id bigint,
  n integer not null,
  primary key (account_id, from_at, what, place),
  foreign key (account_id, from_at) references report_days on delete cascade
);

-- Waits of a day by when they began.
create table report_waits (
  account_id bigint not null,
  from_at timestamptz not null,
  is_working boolean not null,                      -- measured by working hours, or by all
  place integer not null,
  channel_id bigint,
  responsible_user_id bigint,
  firsts bytea not null,                            -- seconds until first answers, four bytes each
  others bytea not null,                            -- until other answers
  kept integer[] not null,                          -- the least limits in minutes that would have been kept, in their order
  primary key (account_id, from_at, is_working, place),
  foreign key (account_id, from_at) references report_days on delete cascade
);

-- Where something has been written into a day that may be summed up. Only added to, so that nobody waits for anybody.
create table report_marks (
  account_id bigint not null,
  at timestamptz not null,
  id bigint generated always as identity,
  primary key (account_id, id)
);
create index report_marks_by_time on report_marks (account_id, at);

-- Days are summed up 26 hours after their end. What is written into later ones needs no mark: most messages pay a comparison.
create function mark_report_fact() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then insert into report_marks (account_id, at) values (old.account_id, old.at); end if;
  if tg_op <> 'DELETE' then insert into report_marks (account_id, at) values (new.account_id, new.at); end if;
  return null;
end $$;
create trigger events_mark_report after insert on events for each row
  when (new.type in ('conversation.opened', 'conversation.closed', 'response_time.exceeded') and new.at < now() - interval '25 hours')
  execute function mark_report_fact();
create trigger events_changed_mark_report after update of at, type, actor_kind, actor_id, number, channel_id on events for each row
  when (least(old.at, new.at) < now() - interval '25 hours')
  execute function mark_report_fact();
create trigger events_gone_mark_report after delete on events for each row
  when (old.type in ('conversation.opened', 'conversation.closed', 'response_time.exceeded') and old.at < now() - interval '25 hours')
  execute function mark_report_fact();

create function mark_report_wait() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into report_marks (account_id, at) select old.account_id, t.at from unnest(array[old.started_at, old.due_at]) t(at) where t.at is not null;
  end if;
  if tg_op <> 'DELETE' then
    insert into report_marks (account_id, at) select new.account_id, t.at from unnest(array[new.started_at, new.due_at]) t(at) where t.at is not null;
  end if;
  return null;
end $$;
create trigger waiting_periods_mark_report after insert on waiting_periods for each row
  when (least(new.started_at, new.due_at) < now() - interval '25 hours') execute function mark_report_wait();
create trigger waiting_periods_changed_mark_report after update on waiting_periods for each row
  when (least(old.started_at, old.due_at, new.started_at, new.due_at) < now() - interval '25 hours') execute function mark_report_wait();
create trigger waiting_periods_gone_mark_report after delete on waiting_periods for each row
  when (least(old.started_at, old.due_at) < now() - interval '25 hours') execute function mark_report_wait();

-- Of a conversation reports tell who answers for it now, and which answer was the first.
create function mark_report_conversation() returns trigger language plpgsql as $$
begin
  insert into report_marks (account_id, at)
  select new.account_id, t.at from (
    select unnest(array[new.opened_at, new.closed_at, new.missed_at, new.due_at])
    union select unnest(array[w.started_at, w.missed_at, w.due_at]) from waiting_periods w
      where w.account_id = new.account_id and w.number = new.number) t(at)
  where t.at < now() - interval '25 hours';
  return null;
end $$;
create trigger conversations_mark_report after update of responsible_user_id, first_answer_at on conversations for each row
  when (old.opened_at < now() - interval '25 hours' and (old.responsible_user_id is distinct from new.responsible_user_id
    or old.first_answer_at is distinct from new.first_answer_at))
  execute function mark_report_conversation();
