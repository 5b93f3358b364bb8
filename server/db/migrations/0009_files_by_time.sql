-- Uploads that were never sent are looked for among the files of some days.
create index files_by_time on files (account_id, at);
