-- What leaves a chat next is one look at an index, however much waits there; and what is on its way is said by the chat's own row:
-- a message is written once, when it has left, and not once more before.

alter table message_parts add column placed_at timestamptz;  -- * of its message, while it is queued
update message_parts p set placed_at = m.placed_at from messages m
where p.state in ('queued', 'sending') and m.account_id = p.account_id and m.id = p.message_id;

-- The part that its messenger is being called for by the node that has the chat.
alter table outbox add column sending_message_id uuid, add column sending_position integer,
  add column sending_attempt integer, add column sending_since timestamptz;
update outbox o set sending_message_id = p.message_id, sending_position = p.position, sending_since = coalesce(a.started_at, now()),
  sending_attempt = coalesce(a.attempt, 1)
from message_parts p left join lateral (
  select attempt, started_at from delivery_attempts a
  where a.account_id = p.account_id and a.message_id = p.message_id and a.position = p.position order by attempt desc limit 1) a on true
where p.state = 'sending' and o.account_id = p.account_id and o.chat_id = p.chat_id and o.node_id is not null;
alter table outbox add check (sending_message_id is null or node_id is not null);

-- An attempt is kept when it has ended.
delete from delivery_attempts where ended_at is null or outcome is null;
alter table delivery_attempts alter column ended_at set not null, alter column outcome set not null;

drop index message_parts_to_send;
update message_parts set state = 'queued' where state = 'sending';
update messages set state = 'queued' where state = 'sending';
alter table message_parts drop constraint message_parts_state_check, add constraint message_parts_state_check
  check (state in ('queued', 'sent', 'delivered', 'read', 'failed', 'uncertain'));
alter table messages drop constraint messages_state_check, add constraint messages_state_check
  check (state in ('queued', 'sent', 'delivered', 'read', 'failed', 'uncertain'));
create index message_parts_to_send on message_parts (account_id, chat_id, placed_at, message_id, position) where state = 'queued';
