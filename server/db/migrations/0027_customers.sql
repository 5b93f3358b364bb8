-- Customers: the second kind of card, for business that repeats. One pipeline an account; its stages are never won or lost.

with made as (
  insert into pipelines (account_id, kind, name, position, is_main)
  select a.id, 'customer', case a.language when 'ru' then 'Покупатели' else 'Customers' end, 1, true from accounts a
  where not exists (select from pipelines p where p.account_id = a.id and p.kind = 'customer')
  returning account_id, id
)
insert into stages (account_id, pipeline_id, name, color, kind, position)
select m.account_id, m.id, case a.language when 'ru' then s.ru else s.en end, s.color, 'normal', s.place
from made m join accounts a on a.id = m.account_id
cross join (values (0, 'Новый', 'New', 'blue'), (1, 'Покупает', 'Buys', 'teal'), (2, 'Постоянный', 'Regular', 'violet'),
  (3, 'Давно не покупал', 'Has not bought for long', 'amber')) s(place, ru, en, color)
order by m.account_id, s.place;

create table customers (
  account_id bigint not null references accounts,
  id bigint not null default nextval('deal_ids'),    -- one sequence for both kinds: an id names one card only
  root_id bigint not null,                           -- itself, or the customer it was merged into
  pipeline_id bigint not null,
  stage_id bigint not null,
  name text not null,
  responsible_user_id bigint,
  main_contact_id bigint,
  company_id bigint,
  from_deal_id bigint,                               -- the won deal it was made of
  fields jsonb not null default '{}',
  next_purchase_on date,
  purchases integer not null default 0,              -- *
  ltv numeric(16, 2) not null default 0,             -- * what all purchases come to
  last_purchase_on date,                             -- *
  stage_since timestamptz not null default now(),
  conversations integer not null default 0,          -- *
  unread_conversations integer not null default 0,   -- *
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, pipeline_id, stage_id) references stages,
  foreign key (account_id, company_id) references companies
);
create index customers_by_change on customers (account_id, updated_at desc, id desc) where deleted_at is null;
create index customers_by_birth on customers (account_id, created_at, id) where deleted_at is null;
create index customers_by_stage on customers (account_id, pipeline_id, stage_id, updated_at desc, id desc);
create index customers_by_responsible on customers (account_id, responsible_user_id, updated_at desc, id desc) where deleted_at is null;
-- Who has no day stands behind all who have one.
create index customers_by_next_purchase on customers (account_id, coalesce(next_purchase_on, '9999-12-31'::date), id) where deleted_at is null;
create index customers_by_ltv on customers (account_id, ltv, id) where deleted_at is null;
create index customers_by_name on customers using gin (account_id, lower(name) gin_trgm_ops);
create index customers_by_company on customers (account_id, company_id, updated_at desc, id desc)
  where company_id is not null and deleted_at is null;
create unique index customers_by_deal on customers (account_id, from_deal_id) where from_deal_id is not null and deleted_at is null;

create table purchases (
  account_id bigint not null,
  id uuid not null,                                  -- made by the client: a repeat is the same purchase
  customer_id bigint not null,
  amount numeric(14, 2) not null check (amount > 0),
  bought_on date not null,
  comment text not null default '',
  created_by bigint not null,
  created_at timestamptz not null,
  changed_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, customer_id) references customers,
  foreign key (account_id, created_by) references users
);
create index purchases_by_customer on purchases (account_id, customer_id, bought_on desc, id desc);

-- What both kinds of cards have, for those who only read.
create view cards as
select account_id, 'deal'::text as kind, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id,
  company_id, conversations, unread_conversations, created_at, updated_at, deleted_at from deals
union all
select account_id, 'customer'::text, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id,
  company_id, conversations, unread_conversations, created_at, updated_at, deleted_at from customers;

-- A role may see deals and no customers: the cells of the counters tell of which kind the card is. '' stands for "no card".
alter table inbox_counts add column card_kind text not null default '' check (card_kind in ('', 'deal', 'customer'));
update inbox_counts set card_kind = 'deal' where has_card;
alter table inbox_counts drop constraint inbox_counts_pkey;
alter table inbox_counts drop column has_card;
alter table inbox_counts alter column card_kind drop default;
alter table inbox_counts add primary key (account_id, card_kind, responsible_user_id, contact_responsible_user_id);

-- A message that leaves later opens its conversation on the card of the composer it was planned in, of either kind.
alter table scheduled_messages rename column deal_id to card_id;
alter table scheduled_messages add column card_kind text check (card_kind in ('deal', 'customer'));
update scheduled_messages set card_kind = 'deal' where card_id is not null;
alter table scheduled_messages add check ((card_kind is null) = (card_id is null));
