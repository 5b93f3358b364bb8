-- Who sees the customers of some people only reads a stage of the board from the stretch of each; like the other indexes of boards it has
-- no condition of its own.
create index customers_by_responsible_stage on customers (account_id, responsible_user_id, pipeline_id, stage_id, updated_at desc, id desc);
