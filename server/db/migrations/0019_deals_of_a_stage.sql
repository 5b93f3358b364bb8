-- The stages of a board are read each by its own stretch of an index, also the empty ones. These indexes have no condition of their
-- own, so that a query can ask for them alone: walking all deals of the account in search of those of an empty stage never pays.
drop index deals_by_stage;
drop index deals_by_talks;
create index deals_by_stage on deals (account_id, pipeline_id, stage_id, updated_at desc, id desc);
create index deals_by_talks on deals (account_id, pipeline_id, stage_id, talks, updated_at desc, id desc);
create index deals_by_responsible_stage on deals (account_id, responsible_user_id, pipeline_id, stage_id, updated_at desc, id desc);
