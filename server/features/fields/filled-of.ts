import { sql, type RawBuilder } from 'kysely'
import type { FieldType, FieldValue } from '#contract/field-values'
import type { Viewer } from '#features/access'
import { dayStartsAt } from '#lib/start-of-day'
import { seesField } from './field-rows.ts'

/** A value with all that is needed to write it out for somebody else. */
export type Filled = {
  fieldId: number
  name: string
  type: FieldType
  value: FieldValue
  /** Of days and instants: seconds since 1970; a day begins by the account's clock. */
  at: number | null
  /** The chosen ones of choices. */
  choices: { id: number; name: string }[]
}

/** What stands in the offered fields of a row `alias` that the viewer's role sees, in the fields' order: a column. */
export function filledOf(viewer: Viewer, alias: string): RawBuilder<Filled[]> {
  const row = sql.ref(alias)
  const text = sql`(v.value #>> '{}')`
  return sql<
    Filled[]
  >`coalesce((select jsonb_agg(jsonb_build_object('fieldId', f.id, 'name', f.name, 'type', f.type,
      'value', v.value,
      'at', case when f.type = 'datetime' then extract(epoch from ${text}::timestamptz)::bigint
        when f.type in ('date', 'birthday') then extract(epoch from ${dayStartsAt(sql`${text}::date`, sql`a.time_zone`)})::bigint end,
      'choices', case when f.type in ('select', 'multiselect') then (
        select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.position, c.id), '[]')
        from field_choices c where c.account_id = f.account_id and c.field_id = f.id and v.value @> to_jsonb(c.id))
        else '[]' end) order by f.position, f.id)
    from jsonb_each(${row}.fields) v
    join accounts a on a.id = ${row}.account_id
    join field_definitions f on f.account_id = ${row}.account_id and f.id = v.key::bigint and f.archived_at is null
      and ${seesField(viewer, 'f')}), '[]')`
}
