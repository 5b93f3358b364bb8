-- The event list is read newest first, narrowed by one thing at a time; whatever else is asked for is judged on the way.
-- Messages are by far the most events: the indexes that a message would have to be written into leave it out where they can.

-- Of one type. Incoming and outgoing messages are so many that the walk by time meets them anyway.
create index events_by_type on events (account_id, type, at desc, id desc) where type not in ('message.received', 'message.queued');

-- Of one author; 0: the system, and whoever has no id. What clients do is met on the walk by time.
create index events_by_author on events (account_id, actor_kind, (coalesce(actor_id, 0)), at desc, id desc)
  where actor_kind <> 'client';

-- About one contact, with all that was written: a conversation and a card are found by their contacts.
create index events_by_contact on events (account_id, contact_id, at desc, id desc) where contact_id is not null;

-- About a thing that is found by no contact.
create index events_by_subject on events (account_id, subject_kind, subject_id, at desc, id desc)
  where subject_kind not in ('conversation', 'chat', 'contact', 'deal', 'customer');
