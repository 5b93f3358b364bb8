import type { Projection } from '#lib/projections'

const tables = { deal: 'deals', customer: 'customers', contact: 'contacts', company: 'companies' }

const stored = Object.entries(tables)
  .map(
    ([kind, table]) => `select d.account_id, '${kind}' as kind, d.id, f.id as field_id,
      case when jsonb_typeof(v.value) = 'array' then jsonb_array_length(v.value) else 1 end as rows
    from ${table} d cross join lateral jsonb_each(d.fields) v
    join field_definitions f on f.account_id = d.account_id and f.id = v.key::bigint`,
  )
  .join(' union all ')

/** What lists find values by, beside the rows that have them. */
export const projections: Projection[] = [
  {
    what: 'values of fields that lists are filtered by',
    wrong: `
      select coalesce(k.account_id, c.account_id) as account_id,
        format('%s %s, field %s', coalesce(k.kind, c.kind), coalesce(k.id, c.id), coalesce(k.field_id, c.field_id)) as id,
        k.rows as kept, c.rows as counted
      from (select account_id, entity_kind as kind, entity_id as id, field_id, count(*)::int as rows
        from field_values group by 1, 2, 3, 4) k
      full join (${stored}) c on c.account_id = k.account_id and c.kind = k.kind and c.id = k.id and c.field_id = k.field_id
      where coalesce(k.rows, 0) <> coalesce(c.rows, 0)`,
  },
]
