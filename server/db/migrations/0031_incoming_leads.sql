-- Incoming leads: deals that came into the stage of kind 'incoming', and what became of each. `outcome` null: nobody has
-- taken it yet. A deal that is put back there is open again. `target_*`: the card it was linked to.
create table incoming_leads (
  account_id bigint not null,
  deal_id bigint not null,
  channel_id bigint,                                 -- null: put there by hand
  number bigint,                                     -- the conversation it came with
  received_at timestamptz not null,
  outcome text check (outcome in ('accepted', 'declined', 'linked')),
  settled_by bigint,                                 -- null: the product itself
  settled_at timestamptz,
  target_kind text check (target_kind in ('deal', 'customer')),
  target_id bigint,
  primary key (account_id, deal_id),
  foreign key (account_id, deal_id) references deals,
  check ((outcome is null) = (settled_at is null)),
  check ((outcome = 'linked') = (target_id is not null)),
  check ((target_kind is null) = (target_id is null))
);
create index incoming_leads_by_receipt on incoming_leads (account_id, received_at, deal_id);
create index incoming_leads_by_target on incoming_leads (account_id, target_kind, target_id) where target_id is not null;

-- Conversations that end by themselves are found by how long nothing was said in their channel. One in which a client waits
-- is not among them, so that the message that makes him wait takes its conversation out.
create index conversations_silent on conversations (account_id, channel_id, last_message_at, number)
  where closed_at is null and waiting_since is null;
-- Channels that close what fell silent; few accounts have any.
create index channels_closing on channels (account_id, id) where coalesce((settings->>'silenceHours')::int, 0) > 0;
