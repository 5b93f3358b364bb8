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
