-- What happened with a contact, for its feed and that of its company. A contact has far more events of messages than of anything
-- else, and these are shown as the messages themselves: they are left out, so that a message costs nothing here.
create index events_of_contact on events (account_id, contact_id, at desc, id desc)
  where contact_id is not null and type not like 'message.%';
