-- Uploads that go on after a broken connection: pieces lie in the store of files, each whole; together they become the file.
create table uploads (
  account_id bigint not null,
  id uuid not null,                                 -- also of the file it becomes
  user_id bigint not null,
  name text not null,
  size_bytes bigint not null check (size_bytes > 0),
  received_bytes bigint not null default 0,         -- * of its pieces
  at timestamptz not null,                          -- when something of it last came
  primary key (account_id, id),
  foreign key (account_id, user_id) references users
);
create index uploads_by_time on uploads (account_id, at);
create index uploads_by_user on uploads (account_id, user_id);

create table upload_pieces (
  account_id bigint not null,
  upload_id uuid not null,
  start_bytes bigint not null,
  size_bytes bigint not null,
  sha256 text not null,
  storage_key text not null,
  primary key (account_id, upload_id, start_bytes),
  foreign key (account_id, upload_id) references uploads on delete cascade
);

-- How much the files of an account take, kept by the database itself, whoever adds or deletes them.
create table storage_use (
  account_id bigint primary key references accounts,
  bytes bigint not null                             -- * of files that were not erased
);
insert into storage_use (account_id, bytes)
  select a.id, coalesce(sum(f.size_bytes) filter (where f.erased_at is null), 0) from accounts a
  left join files f on f.account_id = a.id group by a.id;

create function add_storage_use(of_account bigint, added bigint) returns void language sql as $$
  insert into storage_use (account_id, bytes) values (of_account, added)
    on conflict (account_id) do update set bytes = storage_use.bytes + excluded.bytes
$$;
create function count_added_files() returns trigger language plpgsql as $$
begin
  perform add_storage_use(account_id, sum(size_bytes)::bigint) from added where erased_at is null group by account_id order by account_id;
  return null;
end $$;
create function count_deleted_files() returns trigger language plpgsql as $$
begin
  perform add_storage_use(account_id, -sum(size_bytes)::bigint) from deleted where erased_at is null group by account_id order by account_id;
  return null;
end $$;
create function count_erased_file() returns trigger language plpgsql as $$
begin
  perform add_storage_use(new.account_id, case when new.erased_at is null then new.size_bytes else 0 end
    - case when old.erased_at is null then old.size_bytes else 0 end);
  return null;
end $$;
create trigger files_added after insert on files referencing new table as added for each statement execute function count_added_files();
create trigger files_deleted after delete on files referencing old table as deleted for each statement execute function count_deleted_files();
create trigger files_erased after update of erased_at, size_bytes on files for each row
  when (old.erased_at is distinct from new.erased_at or old.size_bytes <> new.size_bytes) execute function count_erased_file();

-- Why a client's file still waits: there was no room for it. It is fetched when there is some again.
alter table attachments add column wait_reason text check (wait_reason in ('storage_full'));
create index attachments_waiting on attachments (account_id, message_id) where wait_reason is not null;

-- A link that a contact gets from us to start a chat in a messenger where nobody may write first. It binds who comes by it, once.
create table start_links (
  account_id bigint not null,
  token_hash text not null,
  contact_id bigint not null,
  channel_id bigint not null,
  user_id bigint not null,                          -- who made it
  at timestamptz not null,
  expires_at timestamptz not null,
  met_external_id text,                             -- who came by it, but has not written yet
  used_at timestamptz,
  chat_id uuid,                                     -- that was started
  primary key (account_id, token_hash),
  foreign key (account_id, contact_id) references contacts,
  foreign key (account_id, channel_id) references channels
);
create index start_links_by_contact on start_links (account_id, contact_id, channel_id, at);
create index start_links_unused on start_links (account_id, expires_at) where used_at is null;
create index start_links_met on start_links (account_id, channel_id, met_external_id) where met_external_id is not null;
