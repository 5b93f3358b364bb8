-- Colleagues among themselves. These tables and those of clients' messages know nothing of each other, so that no query for a
-- client, a messenger or another program can come upon a word of them.
create table internal_chats (
  account_id bigint not null,
  id uuid not null,
  kind text not null check (kind in ('card', 'direct', 'group')),
  card_kind text check (card_kind in ('deal', 'customer')),
  card_id bigint,
  pair bigint[],                                    -- the two of a direct one, the lower id first; both the same: notes to oneself
  name text,
  created_by bigint not null,
  created_at timestamptz not null,
  last_seq bigint not null default 0,               -- * of its newest message; its row lock orders everything in the chat
  last_at timestamptz not null,
  primary key (account_id, id),
  check (case kind when 'card' then card_kind is not null and card_id is not null when 'direct' then cardinality(pair) = 2
    else name is not null end)
);
create unique index internal_chats_of_card on internal_chats (account_id, card_kind, card_id) where kind = 'card';
create unique index internal_chats_of_pair on internal_chats (account_id, pair) where kind = 'direct';

-- Who is in a direct or group chat. Who is in the chat of a card is said by who sees the card.
create table internal_members (
  account_id bigint not null,
  chat_id uuid not null,
  user_id bigint not null,
  added_by bigint not null,
  at timestamptz not null,
  primary key (account_id, chat_id, user_id),
  foreign key (account_id, chat_id) references internal_chats,
  foreign key (account_id, user_id) references users
);
create index internal_members_by_user on internal_members (account_id, user_id, chat_id);

create table internal_messages (
  account_id bigint not null,
  id uuid not null,
  chat_id uuid not null,
  seq bigint not null,                              -- 1, 2, 3 … in the chat; `at` never goes back as it grows
  author_user_id bigint not null,
  body text not null,
  reply_to_id uuid,
  at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,                           -- nothing of what it said is kept
  primary key (account_id, id),
  unique (account_id, chat_id, seq),
  foreign key (account_id, chat_id) references internal_chats,
  foreign key (account_id, author_user_id) references users
);
create index internal_messages_by_time on internal_messages (account_id, chat_id, at, seq);

create table internal_recipients (
  account_id bigint not null,
  message_id uuid not null,
  principal_kind text not null check (principal_kind in ('user', 'group')),
  principal_id bigint not null,
  primary key (account_id, message_id, principal_kind, principal_id),
  foreign key (account_id, message_id) references internal_messages
);

-- How far each has read: everything up to a message of that number.
create table internal_reads (
  account_id bigint not null,
  chat_id uuid not null,
  user_id bigint not null,
  up_to bigint not null,
  at timestamptz not null,
  primary key (account_id, chat_id, user_id),
  foreign key (account_id, chat_id) references internal_chats
);

create table internal_revisions (
  account_id bigint not null,
  message_id uuid not null,
  at timestamptz not null,
  body text not null,                               -- what it was until then
  primary key (account_id, message_id, at),
  foreign key (account_id, message_id) references internal_messages
);

create table internal_reactions (
  account_id bigint not null,
  message_id uuid not null,
  user_id bigint not null,
  emoji text not null,
  at timestamptz not null,
  primary key (account_id, message_id, user_id, emoji),
  foreign key (account_id, message_id) references internal_messages
);

create table internal_attachments (
  account_id bigint not null,
  message_id uuid not null,
  position integer not null,
  file_id uuid not null,
  primary key (account_id, message_id, position),
  foreign key (account_id, message_id) references internal_messages,
  foreign key (account_id, file_id) references files
);
create index internal_attachments_by_file on internal_attachments (account_id, file_id);

create table internal_drafts (
  account_id bigint not null,
  user_id bigint not null,
  chat_id uuid not null,
  body text not null,
  file_ids uuid[] not null default '{}',
  recipients jsonb not null default '[]',
  reply_to_id uuid,
  version integer not null default 1,
  at timestamptz not null,
  primary key (account_id, user_id, chat_id),
  foreign key (account_id, chat_id) references internal_chats
);
create index internal_drafts_by_file on internal_drafts using gin (file_ids);
