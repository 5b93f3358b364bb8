import { sql } from 'kysely'
import type { EntityKind } from '#contract/common'
import type { FieldValues } from '#contract/fields'
import type { Viewer } from '#features/access'
import { tableOf } from '#features/cards'
import type { Read } from '#lib/db'
import { seesField } from './field-rows.ts'

export type RowValues = { id: number; values: FieldValues }

/** What stands in the offered fields that the viewer's role sees, of those of these rows that he sees. */
export async function listValues(
  db: Read,
  viewer: Viewer,
  kind: EntityKind,
  ids: readonly number[],
): Promise<RowValues[]> {
  const known = tableOf(kind)
  if (!known || ids.length === 0) return []
  const { rows } = await sql<RowValues>`
    select d.id, coalesce((select jsonb_object_agg(v.key, v.value) from jsonb_each(d.fields) v
      join field_definitions f on f.account_id = d.account_id and f.id = v.key::bigint and f.archived_at is null
        and ${seesField(viewer, 'f')}), '{}') as values
    from ${sql.table(known.table)} d where d.account_id = ${viewer.accountId} and d.id = any(${ids}::bigint[])
      and d.deleted_at is null and ${known.sees(viewer, 'd')} order by d.id`.execute(db)
  return rows
}
