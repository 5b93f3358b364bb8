-- The notification centre: lines of every kind, what each person wants to be told and how, browsers that are pushed to.

-- Lines of a client's messages, of breakages and of planned messages point at rows that tell what they say. All other kinds carry
-- their words: `subject` names what they are about, and of what is unread there is one line a person, kind and subject.
alter table notifications
  add column subject text,
  add column card_kind text check (card_kind in ('deal', 'customer')),
  add column card_id bigint,
  add column contact_id bigint,
  add column thing_id text,                         -- what it leads to in there: an internal message, a task
  add column by_user_id bigint,                     -- whoever did it; null: nobody, the time came
  add column text text not null default '',
  add column count integer not null default 1,      -- how often it happened while it was unread
  add column mailed_at timestamptz,                 -- when a digest told of it
  drop constraint notifications_check,
  add constraint notifications_check check (case kind when 'incoming' then number is not null
    when 'channel' then breakage_id is not null when 'scheduled_failed' then scheduled_id is not null
    else subject is not null end),
  add check ((card_kind is null) = (card_id is null));

drop index notifications_unread;
create unique index notifications_unread on notifications (account_id, user_id, kind, number)
  where read_at is null and kind = 'incoming';
create unique index notifications_of_subject on notifications (account_id, user_id, kind, subject)
  where read_at is null and subject is not null;
create index notifications_by_subject on notifications (account_id, subject) where subject is not null and read_at is null;
create index notifications_by_thing on notifications (account_id, thing_id) where thing_id is not null;
create index notifications_by_card on notifications (account_id, card_kind, card_id) where card_id is not null and read_at is null;
create index notifications_by_contact on notifications (account_id, contact_id) where contact_id is not null;
create index notifications_unread_by_user on notifications (account_id, user_id) where read_at is null;
-- Read ones go after a while.
create index notifications_read on notifications (read_at) where read_at is not null;

create table notification_settings (
  account_id bigint not null,
  user_id bigint not null,
  choices jsonb not null default '{}',              -- kind → way → whether; only what differs from the product's own choice
  digest_minutes integer not null default 0,        -- 0: no letters
  shows_text boolean not null default false,        -- whether a push may carry names and words
  primary key (account_id, user_id),
  foreign key (account_id, user_id) references users
);

-- A browser that is pushed to; it ends with the session in which it was asked for.
create table push_subscriptions (
  account_id bigint not null,
  id bigint generated always as identity,
  user_id bigint not null,
  session_id text not null references login_sessions on delete cascade,
  endpoint_hash text not null unique,               -- one browser is one person's, whoever signed in there last
  sealed text not null,                             -- its address and its two keys
  created_at timestamptz not null,
  failed_at timestamptz,                            -- since when it has taken nothing
  primary key (account_id, id),
  foreign key (account_id, user_id) references users
);
create index push_subscriptions_by_user on push_subscriptions (account_id, user_id);
create index push_subscriptions_by_session on push_subscriptions (session_id);

-- What is on the screen of which browser: what a job brings in line with what is unread.
create table pushes (
  account_id bigint not null,
  subscription_id bigint not null,
  notification_id uuid not null,
  shown_at timestamptz not null,
  primary key (account_id, subscription_id, notification_id),
  foreign key (account_id, subscription_id) references push_subscriptions on delete cascade
);

-- With what this installation proves itself to the browsers' push services; made once.
alter table installation
  add column push_public_key text,
  add column push_private_key_sealed text;

-- A link with which a forgotten password is replaced, once.
create table password_resets (
  token_hash text primary key,
  login_id text not null references logins on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_resets_by_login on password_resets (login_id, created_at);
