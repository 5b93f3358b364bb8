-- Customers are brought in from a table as well.
alter table imports drop constraint imports_kind_check;
alter table imports add constraint imports_kind_check check (kind in ('contacts', 'companies', 'deals', 'customers'));

-- A choice belongs to one field: without being told so, the database expects few rows of a common one, and reads and sorts all
-- of them where a walk along the list would soon have a page.
create statistics field_values_of_fields (dependencies, mcv) on entity_kind, field_id, number_value from field_values;
