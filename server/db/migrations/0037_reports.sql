-- What reports count, by its instant: three kinds of facts of all, so that few events are entered, and everything a count over
-- a long period needs without looking at the rows.
create index events_of_reports on events (account_id, type, at) include (number, channel_id, actor_kind, actor_id)
  where type in ('conversation.opened', 'conversation.closed', 'response_time.exceeded');

-- How many of the waits whose time ran out in a period had been answered by then.
create index waiting_periods_by_due on waiting_periods (account_id, due_at) where due_at is not null and restored_at is null;
