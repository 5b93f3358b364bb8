-- A change of a message of ours that its messenger has not confirmed yet, or has refused: one at a time. The message itself
-- shows what the client sees.
create table message_changes (
  account_id bigint not null,
  message_id uuid not null,
  kind text not null check (kind in ('edit', 'deletion')),
  text text,
  asked_by bigint not null,
  asked_at timestamptz not null,
  refused_code text,
  primary key (account_id, message_id),
  foreign key (account_id, message_id) references messages,
  check ((kind = 'edit') = (text is not null))
);
alter table messages add column deleted_at timestamptz, add column deleted_by bigint;
