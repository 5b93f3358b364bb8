-- Lists of the compatible API may be asked for by the instant of creation.
create index contacts_by_birth on contacts (account_id, created_at, id) where deleted_at is null;
create index deals_by_birth on deals (account_id, created_at, id) where deleted_at is null;
