-- People's rights: a person is erased, the number of his conversations stays; what is too old is cleared away.

-- Since when the conversation has no words and files any more: its person was erased, or it was kept long enough.
alter table conversations add emptied_at timestamptz;
-- What retention looks at: closed long ago, and not empty yet.
create index conversations_to_empty on conversations (account_id, closed_at, number) where closed_at is not null and emptied_at is null;

-- The proof of an erasure: what there was, and what was left of it, by kind; nothing of the person.
create table erasures (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  contact_id bigint not null,
  by_user_id bigint not null,
  at timestamptz not null,
  conversations bigint[] not null,
  erased jsonb not null,
  remaining jsonb not null,
  primary key (account_id, id),
  foreign key (account_id, contact_id) references contacts,
  foreign key (account_id, by_user_id) references users
);
create index erasures_by_time on erasures (account_id, at desc, id desc);
create unique index erasures_of_contact on erasures (account_id, contact_id);


-- What colleagues wrote to each other, by its age.
create index internal_messages_by_age on internal_messages (account_id, at) where body <> '' or deleted_at is null;
