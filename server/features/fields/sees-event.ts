import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '#features/access'
import { seesField } from './field-rows.ts'

/** An event `alias` that tells a value of a field is for those only whose role sees the field. */
export function seesFieldEvent(viewer: Viewer, alias: string): RawBuilder<boolean> {
  if (viewer.isAdmin) return sql<boolean>`true`
  const row = sql.ref(alias)
  return sql<boolean>`(${row}.type <> all(array['deal.filled', 'customer.filled', 'contact.filled', 'company.filled'])
    or exists (select from field_definitions f where f.account_id = ${row}.account_id
      and f.id = (${row}.after->>'fieldId')::bigint and ${seesField(viewer, 'f')}))`
}
