-- Fields that an account makes itself, and tags. A value stands on the row it belongs to (`fields`: field id → value); those that
-- lists are filtered by are kept beside it once more, where an index finds them.

create table field_groups (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  entity_kind text not null check (entity_kind in ('deal', 'customer', 'contact', 'company')),
  name text not null,
  position integer not null,
  primary key (account_id, id)
);

-- Ids below 1000 are those of phone and e-mail in the compatible API.
create table field_definitions (
  account_id bigint not null references accounts,
  id bigint generated always as identity (start with 1000),
  entity_kind text not null check (entity_kind in ('deal', 'customer', 'contact', 'company')),
  group_id bigint,                                   -- null: the first block, which has no name
  name text not null,
  type text not null check (type in ('text', 'long_text', 'number', 'money', 'checkbox', 'select', 'multiselect', 'date',
    'datetime', 'birthday', 'link', 'phone')),
  position integer not null,
  visible_to bigint[],                               -- roles; null: every role
  editable_by bigint[],                              -- of those who see it, and may edit the row
  archived_at timestamptz,                           -- offered no longer; its values stay
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, group_id) references field_groups
);
create index field_definitions_by_place on field_definitions (account_id, entity_kind, position, id);

create table field_choices (
  account_id bigint not null,
  field_id bigint not null,
  id bigint generated always as identity,
  name text not null,
  position integer not null,
  archived_at timestamptz,                           -- offered no longer; rows that have it keep it
  primary key (account_id, field_id, id),
  foreign key (account_id, field_id) references field_definitions
);
create unique index field_choices_offered on field_choices (account_id, field_id, lower(name)) where archived_at is null;

-- A card comes to the stage only with these filled in.
create table field_requirements (
  account_id bigint not null,
  field_id bigint not null,
  pipeline_id bigint not null,
  stage_id bigint not null,
  primary key (account_id, field_id, pipeline_id, stage_id),
  foreign key (account_id, field_id) references field_definitions,
  foreign key (account_id, pipeline_id, stage_id) references stages on delete cascade
);
create index field_requirements_by_stage on field_requirements (account_id, pipeline_id, stage_id);

alter table deals add column fields jsonb not null default '{}';
alter table contacts add column fields jsonb not null default '{}';
alter table companies add column fields jsonb not null default '{}';

-- * What of `fields` lists are filtered by: one row a value, one for each choice of several.
create table field_values (
  account_id bigint not null,
  entity_kind text not null,
  entity_id bigint not null,
  field_id bigint not null,
  place integer not null default 0,
  number_value numeric,                              -- numbers, sums, choices, days and instants (seconds) since 1970
  text_value text,                                   -- in lower case
  primary key (account_id, entity_kind, entity_id, field_id, place),
  foreign key (account_id, field_id) references field_definitions
);
create index field_values_by_number on field_values (account_id, field_id, number_value, entity_id);
create index field_values_by_text on field_values using gin (account_id, field_id, text_value gin_trgm_ops)
  where text_value is not null;

create table tags (
  account_id bigint not null references accounts,
  id bigint generated always as identity,
  entity_kind text not null check (entity_kind in ('deal', 'customer', 'contact', 'company')),
  name text not null,
  color text check (color in ('slate', 'blue', 'teal', 'amber', 'violet', 'rose', 'green', 'red')),
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index tags_by_name on tags (account_id, entity_kind, lower(name));

create table entity_tags (
  account_id bigint not null,
  entity_kind text not null,
  entity_id bigint not null,
  tag_id bigint not null,
  added_at timestamptz not null default now(),
  primary key (account_id, entity_kind, entity_id, tag_id),
  foreign key (account_id, tag_id) references tags on delete cascade
);
create index entity_tags_by_tag on entity_tags (account_id, tag_id, entity_id);
