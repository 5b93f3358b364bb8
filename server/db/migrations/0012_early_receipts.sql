-- What a messenger told of a message before its answer to our call was kept: applied when the message's id becomes known.
create table early_receipts (
  account_id bigint not null,
  chat_id uuid not null,
  external_id text not null,
  state text not null check (state in ('delivered', 'read', 'failed')),
  fail_code text,
  at timestamptz not null default now(),
  primary key (account_id, chat_id, external_id)
);
create index early_receipts_by_age on early_receipts (at);

-- A receipt up to a message finds what is not read yet, however long the chat is.
create index message_parts_unread on message_parts (account_id, chat_id, message_id) where state in ('sent', 'delivered');
