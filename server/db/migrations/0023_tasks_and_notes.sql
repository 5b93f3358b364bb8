-- Tasks of colleagues, notes and reminders. They are kept apart from messages: no query of what leaves reads these tables.

-- Types that an account made itself. The built-in ones have ids below 1000 and are in the code (contract/tasks.ts).
create table task_types (
  account_id bigint not null references accounts,
  id bigint generated always as identity (start with 1000),
  name text not null,
  position integer not null,
  removed_at timestamptz,                            -- no longer offered; tasks of it keep it
  primary key (account_id, id)
);
create unique index task_types_offered on task_types (account_id, lower(name)) where removed_at is null;

create table tasks (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  request_id uuid not null,                          -- made by the client: a repeat is the same task
  type_id bigint not null,
  text text not null,
  due_on date,                                       -- a day without a time; null: a time
  due_at timestamptz not null,                       -- after it the task is overdue; of a day, its last millisecond in the account's zone
  remind_at timestamptz not null,                    -- when its responsible is told
  reminded_at timestamptz,
  responsible_user_id bigint not null,
  card_kind text check (card_kind in ('deal', 'customer')),
  card_id bigint,
  contact_id bigint,
  message_id uuid,                                   -- it was made from
  created_by bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  completed_at timestamptz,
  completed_by bigint,
  result text,
  deleted_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, responsible_user_id) references users,
  foreign key (account_id, created_by) references users,
  foreign key (account_id, contact_id) references contacts,
  foreign key (account_id, message_id) references messages,
  check ((card_kind is null) = (card_id is null)),
  check ((completed_at is null) = (completed_by is null))
);
create unique index tasks_by_request on tasks (account_id, request_id);
create index tasks_of_responsible on tasks (account_id, responsible_user_id, due_at, id) where completed_at is null and deleted_at is null;
create index tasks_open on tasks (account_id, due_at, id) where completed_at is null and deleted_at is null;
create index tasks_done on tasks (account_id, completed_at desc, id desc) where completed_at is not null and deleted_at is null;
create index tasks_done_of_responsible on tasks (account_id, responsible_user_id, completed_at desc, id desc)
  where completed_at is not null and deleted_at is null;
create index tasks_by_due on tasks (account_id, due_at, id) where deleted_at is null;
create index tasks_by_card on tasks (account_id, card_kind, card_id, created_at desc, id desc) where deleted_at is null and card_id is not null;
create index tasks_by_contact on tasks (account_id, contact_id, created_at desc, id desc) where deleted_at is null and contact_id is not null;
create index tasks_by_message on tasks (account_id, message_id) where message_id is not null;

create table notes (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  request_id uuid not null,                          -- made by the client: a repeat is the same note
  type text not null default 'common',
  entity_kind text not null check (entity_kind in ('deal', 'customer', 'contact', 'company')),
  entity_id bigint not null,
  text text not null,
  file_ids uuid[] not null default '{}',
  params jsonb not null default '{}',
  author_kind text not null,
  author_id bigint,
  created_at timestamptz not null,
  edited_at timestamptz,
  pinned_at timestamptz,
  pinned_by bigint,
  deleted_at timestamptz,
  deleted_by bigint,
  primary key (account_id, id)
);
create unique index notes_by_request on notes (account_id, request_id);
create index notes_by_entity on notes (account_id, entity_kind, entity_id, created_at desc, id desc) where deleted_at is null;
create index notes_pinned on notes (account_id, entity_kind, entity_id, pinned_at desc) where pinned_at is not null and deleted_at is null;
create index notes_with_files on notes (account_id, entity_kind, entity_id, created_at desc, id desc)
  where deleted_at is null and file_ids <> '{}';
-- Whether a file is needed by a note.
create index notes_by_file on notes using gin (file_ids) where deleted_at is null and file_ids <> '{}';

-- "Remind me later" of a conversation: at most one waits for a user and conversation.
create table reminders (
  account_id bigint not null references accounts,
  id uuid not null,
  user_id bigint not null,
  number bigint not null,
  at timestamptz not null,
  created_at timestamptz not null,
  told_at timestamptz,
  cancelled_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, user_id) references users,
  foreign key (account_id, number) references conversations
);
create unique index reminders_waiting on reminders (account_id, user_id, number) where told_at is null and cancelled_at is null;

-- The gallery of a card: messages that brought files.
create index messages_with_files on messages (account_id, number, placed_at desc, id desc) where has_attachments;
