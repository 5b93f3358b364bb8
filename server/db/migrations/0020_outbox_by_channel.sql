-- What waits is looked for channel by channel: one that is paused, waits for its messenger or has its share of the places at work
-- costs a step, however much of it waits.
create index outbox_due_of_channel on outbox (channel_id, due_at) where node_id is null;
drop index outbox_due;
