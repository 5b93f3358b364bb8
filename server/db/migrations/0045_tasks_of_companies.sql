-- A company has tasks of its own, beside those of its people and its deals.
alter table tasks
  add column company_id bigint,
  add foreign key (account_id, company_id) references companies;
-- Deleted ones, too: what became of them stands in the feed of the company.
create index tasks_by_company on tasks (account_id, company_id, created_at desc, id desc) where company_id is not null;

alter table notifications add column company_id bigint;
