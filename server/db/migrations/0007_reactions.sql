-- What the client and we feel about a message, as the messenger shows it now: the client's reactions, and ours.
create table reactions (
  account_id bigint not null,
  message_id uuid not null,
  side text not null check (side in ('client', 'ours')),
  emoji text not null,
  actor_id bigint,                                  -- the contact, or the user who reacted for us
  at timestamptz not null,
  primary key (account_id, message_id, side, emoji),
  foreign key (account_id, message_id) references messages
);
