-- Who sees the tasks of some people only sees those of his making as well.
create index tasks_made_by on tasks (account_id, created_by, due_at, id) where completed_at is null and deleted_at is null;
create index tasks_done_made_by on tasks (account_id, created_by, completed_at desc, id desc) where completed_at is not null and deleted_at is null;
