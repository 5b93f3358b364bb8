-- How much one visitor has uploaded lately.
create index visitor_files_by_visitor on visitor_files (account_id, channel_id, visitor, at);
