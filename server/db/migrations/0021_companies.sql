-- Companies, and what people say of phones and e-mails: of which kind each one is.

create sequence company_ids;
create table companies (
  account_id bigint not null references accounts,
  id bigint not null default nextval('company_ids'),
  root_id bigint not null,                         -- itself, or the company it was merged into
  name text not null,
  website text,
  address text,
  responsible_user_id bigint,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
alter sequence company_ids owned by companies.id;
create index companies_by_root on companies (account_id, root_id);
create index companies_by_change on companies (account_id, updated_at desc, id desc) where deleted_at is null;
create index companies_by_birth on companies (account_id, created_at, id) where deleted_at is null;
create index companies_by_responsible on companies (account_id, responsible_user_id, updated_at desc, id desc) where deleted_at is null;
create index companies_by_name on companies using gin (account_id, lower(name) gin_trgm_ops);

create table company_points (
  account_id bigint not null,
  company_id bigint not null,
  kind text not null check (kind in ('phone', 'email')),
  normal text not null,                            -- E.164 digits or the lower-case address
  shown text not null,
  label text check (label in ('work', 'mobile', 'home', 'other')),
  is_primary boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (account_id, company_id, kind, normal),
  foreign key (account_id, company_id) references companies
);
create index company_points_by_value on company_points (account_id, kind, normal);
create index company_points_by_part on company_points using gin (account_id, normal gin_trgm_ops);

alter table contact_points add column label text check (label in ('work', 'mobile', 'home', 'other'));

alter table contacts
  add column company_id bigint,
  add foreign key (account_id, company_id) references companies;
create index contacts_by_company on contacts (account_id, company_id, updated_at desc, id desc)
  where company_id is not null and deleted_at is null;
create index contacts_blocked on contacts (account_id, updated_at desc, id desc)
  where blocked_at is not null and deleted_at is null;
create index contacts_in_alphabet on contacts (account_id, lower(name), id) where deleted_at is null;

alter table deals
  add column company_id bigint,
  add foreign key (account_id, company_id) references companies;
create index deals_by_company on deals (account_id, company_id, updated_at desc, id desc)
  where company_id is not null and deleted_at is null;

-- Live readers find a company without parsing anything.
alter table changes add column company_id bigint;
