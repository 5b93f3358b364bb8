-- The picture of a contact, a file of ours, and the chat whose messenger gave it: another messenger does not replace it.
alter table contacts
  add column avatar_file_id uuid,
  add column avatar_chat_id uuid,
  add foreign key (account_id, avatar_file_id) references files;
create index contacts_by_avatar on contacts (account_id, avatar_file_id) where avatar_file_id is not null;

alter table chats
  add column person_asked_at timestamptz,           -- when the messenger was last asked who this is
  add column person_avatar_ref text,                -- the picture it told of then
  add column marked_read_id uuid;                   -- the client's last message that his messenger was told to be read

-- What a message answers, where that is a piece of a message or one that we do not have: {"text", "authorName"}.
alter table messages add column quote jsonb;
