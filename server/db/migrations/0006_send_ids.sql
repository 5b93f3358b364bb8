-- A number for messengers that know a repeated send by one (VK's random_id): never used twice by this installation. It begins
-- anywhere, so that another installation that had the same community before does not use the same ones.
alter table message_parts rename column random_id to send_id;
create sequence send_ids as integer minvalue 1 maxvalue 2147483647 cycle;
select setval('send_ids', 1 + floor(random() * 2147483646)::integer);
update message_parts set send_id = nextval('send_ids') where state is not null;
create index message_parts_by_send_id on message_parts (account_id, channel_id, send_id) where send_id is not null;
