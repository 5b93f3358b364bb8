-- Pipelines are edited by people, deals are lost for reasons, and lists of deals are filtered, sorted, counted and kept.

create unique index pipelines_main on pipelines (account_id, kind) where is_main;

create table loss_reasons (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  name text not null,
  position integer not null,
  removed_at timestamptz,                            -- no longer offered; deals lost for it keep it
  primary key (account_id, id)
);
create unique index loss_reasons_offered on loss_reasons (account_id, lower(name)) where removed_at is null;

alter table deals
  add column loss_reason_id bigint,
  -- The state of the deal's conversations (R4): all read, some unread, none. Changes only when a conversation flips.
  add column talks text not null generated always as (
    case when unread_conversations > 0 then 'unread' when conversations > 0 then 'read' else 'none' end) stored,
  add foreign key (account_id, loss_reason_id) references loss_reasons;

create index deals_by_talks on deals (account_id, pipeline_id, stage_id, talks, updated_at desc, id desc) where deleted_at is null;
create index deals_by_channel on deals (account_id, source_channel_id, updated_at desc, id desc) where deleted_at is null;
create index deals_by_budget on deals (account_id, (coalesce(budget, -1)), id) where deleted_at is null;
create index deals_by_stage_since on deals (account_id, stage_since, id) where deleted_at is null;
create index deals_by_closing on deals (account_id, closed_at, id) where deleted_at is null and closed_at is not null;
create index deals_by_loss_reason on deals (account_id, loss_reason_id) where loss_reason_id is not null;

-- How many deals stand in a stage and what they are worth, per responsible (0: nobody). Writers only add rows, so nobody waits
-- for anybody; once an hour they are summed up to one row each.
create table deal_totals (
  account_id bigint not null,
  pipeline_id bigint not null,
  stage_id bigint not null,
  responsible_user_id bigint not null,
  id bigint generated always as identity,
  deals integer not null,
  budget numeric(28, 2) not null,
  primary key (account_id, pipeline_id, stage_id, responsible_user_id, id)
);

insert into deal_totals (account_id, pipeline_id, stage_id, responsible_user_id, deals, budget)
select account_id, pipeline_id, stage_id, coalesce(responsible_user_id, 0), count(*), coalesce(sum(budget), 0)
from deals where deleted_at is null group by 1, 2, 3, 4;

create function count_added_deals() returns trigger language plpgsql as $$
begin
  insert into deal_totals (account_id, pipeline_id, stage_id, responsible_user_id, deals, budget)
  select account_id, pipeline_id, stage_id, coalesce(responsible_user_id, 0), count(*), coalesce(sum(budget), 0)
  from added where deleted_at is null group by 1, 2, 3, 4;
  return null;
end $$;

create function count_changed_deal() returns trigger language plpgsql as $$
begin
  insert into deal_totals (account_id, pipeline_id, stage_id, responsible_user_id, deals, budget)
  select account_id, pipeline_id, stage_id, responsible, sum(deals), sum(budget) from (
    select new.account_id, new.pipeline_id, new.stage_id, coalesce(new.responsible_user_id, 0) as responsible, 1 as deals,
      coalesce(new.budget, 0) as budget where new.deleted_at is null
    union all
    select old.account_id, old.pipeline_id, old.stage_id, coalesce(old.responsible_user_id, 0), -1, -coalesce(old.budget, 0)
    where old.deleted_at is null
  ) c group by 1, 2, 3, 4 having sum(deals) <> 0 or sum(budget) <> 0;
  return null;
end $$;

create function count_removed_deals() returns trigger language plpgsql as $$
begin
  insert into deal_totals (account_id, pipeline_id, stage_id, responsible_user_id, deals, budget)
  select account_id, pipeline_id, stage_id, coalesce(responsible_user_id, 0), -count(*), -coalesce(sum(budget), 0)
  from removed where deleted_at is null group by 1, 2, 3, 4;
  return null;
end $$;

create trigger deals_added after insert on deals referencing new table as added for each statement execute function count_added_deals();
create trigger deals_changed after update of pipeline_id, stage_id, responsible_user_id, budget, deleted_at on deals for each row
  when ((old.pipeline_id, old.stage_id, old.responsible_user_id, old.budget, old.deleted_at)
    is distinct from (new.pipeline_id, new.stage_id, new.responsible_user_id, new.budget, new.deleted_at))
  execute function count_changed_deal();
create trigger deals_removed after delete on deals referencing old table as removed for each statement execute function count_removed_deals();

-- Filters of lists under a name, of one person or of all.
create table saved_views (
  account_id bigint not null references accounts,
  id uuid not null,
  owner_id bigint,                                   -- null: shared by all colleagues
  name text not null,
  filter jsonb not null,
  created_by bigint not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, owner_id) references users,
  foreign key (account_id, created_by) references users
);
create index saved_views_by_owner on saved_views (account_id, owner_id);
