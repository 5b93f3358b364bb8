-- A word sealed with SECRET_KEY at the first start: a node with another key could read no secret of this database.
alter table installation add column key_mark text;
