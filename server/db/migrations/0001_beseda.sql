-- The tables of the main job: a client writes, a colleague answers.
-- account_id stands first in every primary key, foreign key and index (tables can be distributed by account), but for the
-- directory tables, which are keyed by what comes from outside. Stars mark projections kept in the same transaction.
-- Order of locks: chat → contact (by id) → conversation → card → inbox counts → account counter.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- Accounts and people ------------------------------------------------------------------------------------------------

create table accounts (
  id bigint generated always as identity primary key,
  uuid uuid not null unique default gen_random_uuid(),
  amojo_id uuid not null unique default gen_random_uuid(),
  subdomain text not null unique,
  name text not null,
  time_zone text not null,
  currency text not null,
  country text not null,
  language text not null check (language in ('ru', 'en')),
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

-- Raised by the last statement of the transaction that opens a conversation, so that a rollback gives the number back.
create table account_counters (
  account_id bigint not null references accounts,
  kind text not null check (kind in ('conversation')),
  value bigint not null default 0,
  primary key (account_id, kind)
) with (fillfactor = 10);

create table roles (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  name text not null,
  kind text not null check (kind in ('admin', 'member', 'custom')),
  rights jsonb not null,
  answers_clients boolean not null,
  incoming boolean not null,
  analytics boolean not null,
  settings boolean not null,
  bots text not null check (bots in ('none', 'stop', 'edit')),
  primary key (account_id, id)
);

create table groups (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  name text not null,
  primary key (account_id, id)
);

create table users (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  login_id text not null,
  amojo_id uuid not null default gen_random_uuid(),
  name text not null,
  email text not null,
  role_id bigint not null,
  group_id bigint,
  status text not null default 'active' check (status in ('active', 'deactivated')),
  away_until timestamptz,
  language text not null check (language in ('ru', 'en')),
  time_zone text not null,
  preferences jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, login_id),
  foreign key (account_id, role_id) references roles,
  foreign key (account_id, group_id) references groups
);
create index users_by_login on users (login_id);

create table invitations (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  token_hash text not null unique,
  email text,
  role_id bigint not null,
  invited_by bigint not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by bigint,
  revoked_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, role_id) references roles,
  foreign key (account_id, invited_by) references users
);

-- Directory: a token's id, checked on every call.
create table token_ids (
  jti uuid primary key,
  account_id bigint not null,
  user_id bigint not null,
  kind text not null check (kind in ('api')),
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  foreign key (account_id, user_id) references users
);

-- Contacts -----------------------------------------------------------------------------------------------------------

create sequence contact_ids;

create table contacts (
  account_id bigint not null,
  id bigint not null default nextval('contact_ids'),
  root_id bigint not null,                        -- itself, or the contact it was merged into
  name text not null,
  name_source text not null check (name_source in ('user', 'messenger')),
  responsible_user_id bigint,
  source jsonb not null default '{}',
  blocked_at timestamptz,
  erased_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
alter sequence contact_ids owned by contacts.id;
create index contacts_by_root on contacts (account_id, root_id);
create index contacts_by_change on contacts (account_id, updated_at desc, id desc) where deleted_at is null;
create index contacts_by_responsible on contacts (account_id, responsible_user_id, updated_at desc, id desc) where deleted_at is null;
create extension if not exists btree_gin;
create index contacts_by_name on contacts using gin (account_id, lower(name) gin_trgm_ops);

create table contact_points (
  account_id bigint not null,
  contact_id bigint not null,
  kind text not null check (kind in ('phone', 'email')),
  normal text not null,                           -- E.164 digits or the lower-case address
  shown text not null,
  is_primary boolean not null default false,
  verified_by text not null default 'none' check (verified_by in ('none', 'messenger', 'site', 'user')),
  created_at timestamptz not null default now(),
  primary key (account_id, contact_id, kind, normal),
  foreign key (account_id, contact_id) references contacts
);
create index contact_points_by_value on contact_points (account_id, kind, normal);
create index contact_points_by_part on contact_points using gin (account_id, normal gin_trgm_ops);

-- Who somebody is in a messenger. scope is '' where the messenger's ids hold for all our bots, else the channel.
create table contact_identities (
  account_id bigint not null,
  kind text not null,
  scope text not null,
  external_id text not null,
  contact_id bigint not null,
  handle text,
  created_at timestamptz not null default now(),
  primary key (account_id, kind, scope, external_id),
  foreign key (account_id, contact_id) references contacts
);
create index contact_identities_by_contact on contact_identities (account_id, contact_id);

-- Cards --------------------------------------------------------------------------------------------------------------

create table pipelines (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  kind text not null check (kind in ('deal', 'customer')),
  name text not null,
  position integer not null,
  is_main boolean not null default false,
  primary key (account_id, id)
);

-- Won is 142 and lost 143 in every pipeline; the ids of the others come from the sequence.
create sequence stage_ids start with 1000;

create table stages (
  account_id bigint not null,
  pipeline_id bigint not null,
  id bigint not null default nextval('stage_ids'),
  name text not null,
  color text not null check (color in ('slate', 'blue', 'teal', 'amber', 'violet', 'rose', 'green', 'red')),
  kind text not null check (kind in ('incoming', 'normal', 'won', 'lost')),
  position integer not null,
  primary key (account_id, pipeline_id, id),
  foreign key (account_id, pipeline_id) references pipelines
);
alter sequence stage_ids owned by stages.id;

create sequence deal_ids;

create table deals (
  account_id bigint not null,
  id bigint not null default nextval('deal_ids'),
  root_id bigint not null,
  pipeline_id bigint not null,
  stage_id bigint not null,
  name text not null,
  budget numeric(14, 2),
  responsible_user_id bigint,
  main_contact_id bigint,
  source_channel_id bigint,
  stage_since timestamptz not null default now(),
  closed_at timestamptz,
  deleted_at timestamptz,
  conversations integer not null default 0,          -- *
  unread_conversations integer not null default 0,   -- *
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, pipeline_id, stage_id) references stages
);
alter sequence deal_ids owned by deals.id;
create index deals_by_change on deals (account_id, updated_at desc, id desc) where deleted_at is null;
create index deals_by_stage on deals (account_id, pipeline_id, stage_id, updated_at desc, id desc) where deleted_at is null;
create index deals_by_responsible on deals (account_id, responsible_user_id, updated_at desc, id desc) where deleted_at is null;
create index deals_by_name on deals using gin (account_id, lower(name) gin_trgm_ops);

create table card_contacts (
  account_id bigint not null,
  card_kind text not null check (card_kind in ('deal', 'customer')),
  card_id bigint not null,
  contact_id bigint not null,
  is_main boolean not null,
  added_at timestamptz not null default now(),
  primary key (account_id, card_kind, card_id, contact_id),
  foreign key (account_id, contact_id) references contacts
);
create index card_contacts_by_contact on card_contacts (account_id, contact_id, card_kind, card_id);

create table participants (
  account_id bigint not null,
  card_kind text not null check (card_kind in ('deal', 'customer')),
  card_id bigint not null,
  principal_kind text not null check (principal_kind in ('user', 'group')),
  principal_id bigint not null,
  added_by bigint not null,
  at timestamptz not null default now(),
  primary key (account_id, card_kind, card_id, principal_kind, principal_id)
);
create index participants_by_principal on participants (account_id, principal_kind, principal_id, card_kind, card_id);

-- A user who left a card stays out although a group of theirs is in.
create table participant_leaves (
  account_id bigint not null,
  card_kind text not null,
  card_id bigint not null,
  user_id bigint not null,
  at timestamptz not null default now(),
  primary key (account_id, card_kind, card_id, user_id)
);

-- Channels and intake ------------------------------------------------------------------------------------------------

create table channels (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  kind text not null,
  name text not null,
  external_id text not null,
  handle text,
  secrets_sealed text,
  settings jsonb not null default '{}',
  pipeline_id bigint,
  group_id bigint,
  responsible_user_id bigint,
  created_at timestamptz not null default now(),
  disconnected_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, pipeline_id) references pipelines,
  foreign key (account_id, group_id) references groups
);

create table channel_health (
  account_id bigint not null,
  channel_id bigint not null,
  state text not null default 'working' check (state in ('working', 'token_revoked', 'conflict', 'unreachable')),
  mode text not null check (mode in ('webhook', 'polling', 'direct')),
  poll_cursor text,
  last_in_at timestamptz,
  last_error text,
  last_error_at timestamptz,
  paused_until timestamptz,
  primary key (account_id, channel_id),
  foreign key (account_id, channel_id) references channels
);

-- Directory: the secret part of a webhook's path → its channel.
create table webhook_paths (
  secret_hash text primary key,
  account_id bigint not null,
  channel_id bigint not null,
  foreign key (account_id, channel_id) references channels
);
create index webhook_paths_by_channel on webhook_paths (account_id, channel_id);

-- Directory: one bot or button belongs to one channel of the whole installation.
create table channel_owners (
  kind text not null,
  external_id text not null,
  account_id bigint not null,
  channel_id bigint not null,
  primary key (kind, external_id),
  foreign key (account_id, channel_id) references channels
);

-- Keys of updates that are not messages; messages are known by their parts.
create table inbound_keys (
  account_id bigint not null,
  channel_id bigint not null,
  key text not null,
  at timestamptz not null default now(),
  primary key (account_id, channel_id, key)
);
create index inbound_keys_by_age on inbound_keys (at);

create table dead_letters (
  account_id bigint not null,
  id bigint generated always as identity,
  channel_id bigint not null,
  raw_sealed text not null,
  error text not null,
  at timestamptz not null default now(),
  replayed_at timestamptz,
  replayed_by bigint,
  primary key (account_id, id)
);

-- Chats, conversations, messages -------------------------------------------------------------------------------------

create table chats (
  account_id bigint not null,
  id uuid not null,
  channel_id bigint not null,
  external_chat_id text not null,
  contact_id bigint not null,
  open_number bigint,                               -- *
  blocked_at timestamptz,                           -- the client blocked us
  person_name text not null,                        -- as the messenger last told it
  person_handle text,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, channel_id, external_chat_id),
  foreign key (account_id, channel_id) references channels,
  foreign key (account_id, contact_id) references contacts
) with (fillfactor = 80);
create index chats_by_contact on chats (account_id, contact_id);

create table conversations (
  account_id bigint not null,
  number bigint not null,
  chat_id uuid not null,
  channel_id bigint not null,
  contact_id bigint not null,
  card_kind text check (card_kind in ('deal', 'customer')),
  card_id bigint,
  opened_at timestamptz not null,
  opened_by_kind text not null,
  opened_by_id bigint,
  opened_way text not null check (opened_way in ('in', 'out')),
  status text not null default 'in_work' check (status in ('in_work', 'nps_scheduled', 'nps_in_progress', 'closed', 'with_error')),
  closed_at timestamptz,                            -- *
  read_at timestamptz,                              -- * null: unread
  unread integer not null default 0,                -- * messages since it became unread
  waiting_since timestamptz,                        -- *
  first_answer_at timestamptz,
  last_message_id uuid,                             -- *
  last_message_at timestamptz not null,             -- *
  last_incoming_id uuid,                            -- * what a closer must have seen
  last_answer_id uuid,                              -- * newest message by a colleague, for "answered meanwhile"
  responsible_user_id bigint,                       -- * of the card, without one of the contact
  contact_responsible_user_id bigint,               -- *
  rate integer,
  primary key (account_id, number),
  foreign key (account_id, chat_id) references chats,
  check ((card_kind is null) = (card_id is null)),
  check ((closed_at is null) = (status <> 'closed'))
) with (fillfactor = 80);
create unique index conversations_open_in_chat on conversations (account_id, chat_id) where closed_at is null;
create index conversations_open on conversations (account_id, last_message_at desc, number desc) where closed_at is null;
create index conversations_open_of_responsible on conversations (account_id, responsible_user_id, last_message_at desc, number desc) where closed_at is null;
create index conversations_waiting on conversations (account_id, waiting_since, number) where waiting_since is not null and closed_at is null;
create index conversations_unread on conversations (account_id, last_message_at desc, number desc) where read_at is null and closed_at is null;
create index conversations_by_chat on conversations (account_id, chat_id, number);
create index conversations_by_contact on conversations (account_id, contact_id, number);
create index conversations_by_card on conversations (account_id, card_kind, card_id, number);

create table closures (
  account_id bigint not null,
  number bigint not null,
  actor_kind text not null,
  actor_id bigint,
  way text not null check (way in ('hand', 'nps', 'bot', 'silence', 'api')),
  at timestamptz not null,
  primary key (account_id, number),
  foreign key (account_id, number) references conversations
);

create table readings (
  account_id bigint not null,
  number bigint not null,
  at timestamptz not null,
  user_id bigint,
  way text not null check (way in ('visible', 'marked', 'answered', 'dismissed', 'closed')),
  up_to uuid,
  primary key (account_id, number, at),
  foreign key (account_id, number) references conversations
);

-- One row per ended wait: what it would go back to if the answer never leaves.
create table waiting_periods (
  account_id bigint not null,
  id bigint generated always as identity,
  number bigint not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  ended_way text not null check (ended_way in ('answered', 'dismissed', 'closed')),
  ended_by_message uuid,
  restored_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, number) references conversations
);
create index waiting_periods_by_number on waiting_periods (account_id, number, ended_at);
create index waiting_periods_by_message on waiting_periods (account_id, ended_by_message) where ended_by_message is not null;

-- Exact counters: everybody's number is a sum over the cells one may see. 0 stands for "nobody".
create table inbox_counts (
  account_id bigint not null,
  has_card boolean not null,
  responsible_user_id bigint not null,
  contact_responsible_user_id bigint not null,
  open integer not null default 0,
  unread integer not null default 0,
  unanswered integer not null default 0,
  primary key (account_id, has_card, responsible_user_id, contact_responsible_user_id)
) with (fillfactor = 50);

create table messages (
  account_id bigint not null,
  id uuid not null,
  chat_id uuid not null,
  number bigint,                                    -- null: silent history without a conversation
  direction text not null check (direction in ('in', 'out')),
  kind text not null check (kind in ('text', 'unsupported')),
  unsupported text,
  actor_kind text not null,
  actor_id bigint,
  body text not null default '',
  entities jsonb,
  reply_to_id uuid,
  forwarded_from text,
  album_key text,
  placed_at timestamptz not null,
  external_seq bigint not null default 0,
  received_at timestamptz not null,
  state text check (state in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'uncertain')),  -- * of the parts
  edited_at timestamptz,
  has_attachments boolean not null default false,   -- *
  is_late boolean not null default false,
  extra jsonb,
  primary key (account_id, id),
  foreign key (account_id, chat_id) references chats
);
create index messages_in_chat on messages (account_id, chat_id, placed_at, external_seq, id);
create index messages_by_number on messages (account_id, number, placed_at, external_seq, id);
create index messages_by_album on messages (account_id, chat_id, album_key) where album_key is not null;

-- A part is one message of the messenger: several for an album or a split text. Outgoing parts are the outbox.
create table message_parts (
  account_id bigint not null,
  message_id uuid not null,
  position integer not null,
  chat_id uuid not null,
  channel_id bigint not null,
  external_id text,
  random_id integer,
  sent_text text,
  files integer[] not null default '{}',            -- positions of attachments
  state text check (state in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'uncertain')),  -- null: came in
  fail_code text,
  next_try_at timestamptz,
  give_up_at timestamptz,
  primary key (account_id, message_id, position),
  foreign key (account_id, message_id) references messages
) with (fillfactor = 90);
create unique index message_parts_external on message_parts (account_id, chat_id, external_id) where external_id is not null;
create index message_parts_to_send on message_parts (account_id, chat_id, message_id, position) where state in ('queued', 'sending');

-- A chat with something to send: claimed by one node at a time, so that its order holds and a wait is its own.
create table outbox (
  account_id bigint not null,
  chat_id uuid not null,
  channel_id bigint not null,
  due_at timestamptz not null,
  node_id uuid,
  claimed_at timestamptz,
  primary key (account_id, chat_id)
) with (fillfactor = 50);
-- The queue of all accounts together; its rows live only while something waits.
create index outbox_due on outbox (due_at) where node_id is null;

create table delivery_attempts (
  account_id bigint not null,
  message_id uuid not null,
  position integer not null,
  attempt integer not null,
  node_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('accepted', 'refused', 'unsent', 'unknown')),
  code text,
  primary key (account_id, message_id, position, attempt)
);

create table message_revisions (
  account_id bigint not null,
  message_id uuid not null,
  revision integer not null,
  body text not null,
  entities jsonb,
  at timestamptz not null,
  primary key (account_id, message_id, revision),
  foreign key (account_id, message_id) references messages
);

create table files (
  account_id bigint not null,
  id uuid not null,
  name text not null,
  mime text not null,
  size_bytes bigint not null,
  sha256 text not null,
  width integer,
  height integer,
  storage_key text not null,
  uploaded_by_kind text not null,
  uploaded_by_id bigint,
  chat_id uuid,                                     -- of a website visitor's upload
  at timestamptz not null default now(),
  erased_at timestamptz,
  primary key (account_id, id)
);

create table attachments (
  account_id bigint not null,
  message_id uuid not null,
  position integer not null,
  part_position integer not null,
  file_id uuid,
  kind text not null check (kind in ('photo', 'video', 'document', 'audio', 'voice', 'animation', 'video_note')),
  name text not null,
  mime text,
  size_bytes bigint,
  duration_seconds real,
  width integer,
  height integer,
  state text not null check (state in ('pending', 'ready', 'too_big', 'gone')),
  remote_ref text,
  primary key (account_id, message_id, position),
  foreign key (account_id, message_id) references messages,
  foreign key (account_id, file_id) references files
);
create index attachments_by_file on attachments (account_id, file_id) where file_id is not null;

create table drafts (
  account_id bigint not null,
  user_id bigint not null,
  chat_id uuid not null,
  body text not null,
  file_ids uuid[] not null default '{}',
  reply_to_id uuid,
  version integer not null default 1,
  at timestamptz not null default now(),
  primary key (account_id, user_id, chat_id)
);

-- Directory: a website visitor's token → his button and identity.
create table visitor_tokens (
  hash text primary key,
  account_id bigint not null,
  channel_id bigint not null,
  external_id text not null,
  language text,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  foreign key (account_id, channel_id) references channels
);
create index visitor_tokens_by_visitor on visitor_tokens (account_id, channel_id, external_id);

-- Facts and live -----------------------------------------------------------------------------------------------------

create table events (
  account_id bigint not null,
  at timestamptz not null,
  id uuid not null,
  type text not null,
  actor_kind text not null,
  actor_id bigint,
  road text not null,
  subject_kind text not null,
  subject_id text not null,
  number bigint,
  message_id uuid,
  contact_id bigint,
  card_kind text,
  card_id bigint,
  channel_id bigint,
  before jsonb,
  after jsonb,
  primary key (account_id, id)
);
create index events_by_card on events (account_id, card_kind, card_id, at desc, id desc) where card_id is not null;
create index events_by_time on events (account_id, at desc, id desc);

-- The live log, kept for 48 hours. The cursor of a reader is a snapshot, never an id: a lower id can commit later.
create table changes (
  account_id bigint not null,
  txid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  topic text not null,
  number bigint,
  chat_id uuid,
  message_id uuid,
  contact_id bigint,
  card_kind text,
  card_id bigint,
  user_id bigint,
  event_id uuid,
  patch jsonb,
  at timestamptz not null default now()
);
create index changes_by_txid on changes (txid, id);

create table notifications (
  account_id bigint not null,
  id uuid not null,
  user_id bigint not null,
  kind text not null check (kind in ('incoming')),
  number bigint not null,
  at timestamptz not null,
  read_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, user_id) references users
);
create unique index notifications_unread on notifications (account_id, user_id, kind, number) where read_at is null;
create index notifications_by_user on notifications (account_id, user_id, at desc, id desc);
create index notifications_by_number on notifications (account_id, number) where read_at is null;

-- How far a consumer of the live log has come; moved in the transaction that does its work.
create table consumers (
  name text primary key,
  cursor text not null,
  at timestamptz not null default now()
);

create table failed_reactions (
  account_id bigint not null,
  id bigint generated always as identity,
  consumer text not null,
  change jsonb not null,
  error text not null,
  at timestamptz not null default now(),
  primary key (account_id, id)
);

-- Processes ----------------------------------------------------------------------------------------------------------

create table nodes (
  id uuid primary key,                              -- one run of one process
  machine_id text not null,                         -- the same for every run on one DATA_DIR
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now(),
  roles text[] not null,
  worker_ids text[] not null default '{}'           -- of the job queue's locks
);

create table leases (
  name text primary key,
  node_id uuid not null,
  until timestamptz not null
);

-- One row: which database this is. A restored copy gets a new epoch, so that old live cursors are told to reload.
create table installation (
  is_only boolean primary key default true check (is_only),
  epoch uuid not null default gen_random_uuid(),
  pruned_to xid8 not null default '0',               -- changes up to this transaction are gone
  setup_code_hash text
);
insert into installation default values;
