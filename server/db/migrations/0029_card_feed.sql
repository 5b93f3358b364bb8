-- A card's feed shows messages themselves, not their events, of which a card has by far the most: its index leaves them out,
-- and a message that comes in does not touch it.
create index events_of_card on events (account_id, card_kind, card_id, at desc, id desc)
  where card_id is not null and type not like 'message.%';
drop index events_by_card;
