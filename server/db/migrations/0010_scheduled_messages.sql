-- Messages that leave later. Each has a job at its time; the row decides: what is cancelled, sent or planned anew does not leave.
-- The message that leaves has the same id, so that it leaves once.
create table scheduled_messages (
  account_id bigint not null,
  id uuid not null,
  chat_id uuid not null,
  user_id bigint not null,                          -- who planned it and will be its author
  body text not null,
  file_ids uuid[] not null default '{}',
  reply_to_id uuid,
  deal_id bigint,                                   -- the card of the composer it was planned in
  at timestamptz not null,
  created_at timestamptz not null default now(),
  fail_code text,                                   -- why it did not leave at its time; a person decides
  sent_at timestamptz,
  cancelled_at timestamptz,
  cancelled_by bigint,
  primary key (account_id, id),
  foreign key (account_id, chat_id) references chats,
  foreign key (account_id, user_id) references users,
  check (sent_at is null or cancelled_at is null)
);
create index scheduled_messages_waiting on scheduled_messages (account_id, chat_id, at)
  where sent_at is null and cancelled_at is null;
-- Whether a file waits to leave.
create index scheduled_messages_by_file on scheduled_messages using gin (file_ids)
  where sent_at is null and cancelled_at is null;
