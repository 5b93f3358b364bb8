-- What somebody made with an id of his own: the same request again, after an answer that was lost, answers the thing that is there.
-- Kept for a week.
create table made_things (
  account_id bigint not null,
  request_id uuid not null,
  user_id bigint not null,
  kind text not null check (kind in ('deal', 'customer', 'contact', 'company')),
  thing_id bigint,                                  -- null only inside the transaction that makes it
  at timestamptz not null,
  primary key (account_id, request_id)
);
create index made_things_by_age on made_things (at);
