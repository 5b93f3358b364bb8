-- The feed of a card goes through its conversations by when they were: a page reads those that reach it and no others, however
-- many the card has had. Open ones are few and change with every message, so they have no place in the order of the closed ones,
-- and a message that comes in touches none of it.
alter table conversations
  -- No message of a closed conversation stands before this. Written at the closing; '-infinity' where nobody has looked.
  add column first_message_at timestamptz not null default '-infinity';

drop index conversations_by_card;
create index conversations_by_card on conversations (account_id, card_kind, card_id, closed_at);
create index conversations_closed_of_card on conversations (account_id, card_kind, card_id, last_message_at desc, first_message_at, number)
  where closed_at is not null and card_id is not null;

-- Of cards with few conversations a feed may as well look into all of them.
update conversations v set first_message_at = found.at
from (select account_id, card_kind, card_id from conversations where card_id is not null group by 1, 2, 3 having count(*) > 50) c
join conversations old on old.account_id = c.account_id and old.card_kind = c.card_kind and old.card_id = c.card_id
  and old.closed_at is not null
cross join lateral (select m.placed_at as at from messages m where m.account_id = old.account_id and m.number = old.number
  order by m.placed_at limit 1) found
where v.account_id = old.account_id and v.number = old.number;
