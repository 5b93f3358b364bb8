-- One thing done to many conversations at once, by a job: the action, and a row for each conversation that it takes in.
create table bulk_actions (
  account_id bigint not null references accounts,
  id uuid not null,                                   -- made by the client: a repeat is the same action
  change jsonb not null,                              -- what is done: its kind, to whom, which tag
  filter jsonb,                                       -- null: the conversations were named one by one
  by_user_id bigint not null,
  at timestamptz not null,
  state text not null check (state in ('counting', 'running', 'stopped', 'done', 'undoing', 'undone')),
  total integer not null default 0,
  done integer not null default 0,
  skipped integer not null default 0,
  failed integer not null default 0,
  undone integer not null default 0,
  kept integer not null default 0,                    -- changed by somebody since, and so not put back
  ended_at timestamptz,
  put_away_at timestamptz,                            -- its author has seen how it ended
  primary key (account_id, id),
  foreign key (account_id, by_user_id) references users
);
create index bulk_actions_of on bulk_actions (account_id, by_user_id, at desc, id);
create index bulk_actions_by_end on bulk_actions (account_id, ended_at) where ended_at is not null;

-- A row gets its outcome in the transaction that does what it says, so that nothing is done twice.
create table bulk_items (
  account_id bigint not null,
  action_id uuid not null,
  number bigint not null,
  seen_message_id uuid,                               -- the client's newest message when it began
  outcome text check (outcome in ('done', 'skipped', 'failed')),
  reason text,                                        -- why not
  before jsonb,                                       -- what undoing puts back
  undo text check (undo in ('undone', 'kept')),
  primary key (account_id, action_id, number),
  foreign key (account_id, action_id) references bulk_actions on delete cascade
);
create index bulk_items_to_do on bulk_items (account_id, action_id, number) where outcome is null;
create index bulk_items_to_undo on bulk_items (account_id, action_id, number) where outcome = 'done' and undo is null;
create index bulk_items_left on bulk_items (account_id, action_id, number) where outcome in ('skipped', 'failed');

-- Who looks at a conversation now, a row for each window that does; gone with its connection, or with the node that held it.
create unlogged table presences (
  account_id bigint not null,
  window_id uuid not null,
  user_id bigint not null,
  number bigint not null,
  node_id uuid not null,
  primary key (account_id, window_id)
);
create index presences_by_number on presences (account_id, number, user_id);
