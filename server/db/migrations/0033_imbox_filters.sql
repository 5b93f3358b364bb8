-- What a colleague has marked for himself in ImBox: stars, and subscriptions, by which he is told of the client's messages there.
create table stars (
  account_id bigint not null,
  user_id bigint not null,
  number bigint not null,
  at timestamptz not null default now(),
  primary key (account_id, user_id, number),
  foreign key (account_id, user_id) references users,
  foreign key (account_id, number) references conversations
);
create index stars_by_number on stars (account_id, number);

create table subscriptions (
  account_id bigint not null,
  user_id bigint not null,
  number bigint not null,
  at timestamptz not null default now(),
  primary key (account_id, user_id, number),
  foreign key (account_id, user_id) references users,
  foreign key (account_id, number) references conversations
);
create index subscriptions_by_number on subscriptions (account_id, number);

-- Closed conversations are written once, when they close, so that these two cost nothing while one talks.
create index conversations_closed on conversations (account_id, last_message_at desc, number desc) where closed_at is not null;
create index conversations_closed_of_responsible on conversations (account_id, responsible_user_id, last_message_at desc, number desc) where closed_at is not null;
-- Somebody else answers for the contact than for the card: seldom, so that few rows stand in it.
create index conversations_of_contact_responsible on conversations (account_id, contact_responsible_user_id, last_message_at desc, number desc)
  where contact_responsible_user_id is distinct from responsible_user_id;

-- Filters under a name: of the deals and of ImBox. A deleted one can be brought back for a while.
alter table saved_views add column list text not null default 'deals' check (list in ('deals', 'imbox'));
alter table saved_views alter column list drop default;
alter table saved_views add column deleted_at timestamptz;
drop index saved_views_by_owner;
create index saved_views_by_owner on saved_views (account_id, list, owner_id) where deleted_at is null;

-- In which order somebody has the views of a list, and which one it opens with. Views that are not named come after, by name.
create table view_arrangements (
  account_id bigint not null,
  user_id bigint not null,
  list text not null check (list in ('deals', 'imbox')),
  view_ids uuid[] not null default '{}',
  default_id uuid,
  primary key (account_id, user_id, list),
  foreign key (account_id, user_id) references users
);
