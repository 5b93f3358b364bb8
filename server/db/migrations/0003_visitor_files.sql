-- Whose upload a file is, before a chat exists: a visitor may send only what he has uploaded himself.
create table visitor_files (
  account_id bigint not null,
  file_id uuid not null,
  channel_id bigint not null,
  visitor text not null,                            -- external_id of visitor_tokens
  at timestamptz not null,
  primary key (account_id, file_id),
  foreign key (account_id, channel_id) references channels
);
