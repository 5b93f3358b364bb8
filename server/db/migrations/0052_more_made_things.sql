-- What is made in the settings, the cards of conversations and imports are made once, too. `thing_id` stays null where the answer
-- is a list, or that to which the thing was added: a repeat answers this as it is now.
alter table made_things drop constraint made_things_kind_check, add constraint made_things_kind_check check (kind in (
  'deal', 'customer', 'contact', 'company', 'conversation_deal', 'conversation_customer', 'import',
  'channel', 'field', 'field_choice', 'field_group', 'group', 'invitation', 'loss_reason', 'pipeline', 'role', 'stage', 'tag',
  'task_type'));
