import { sql, type RawBuilder } from 'kysely'
import { seesCompany, type Viewer } from '#features/access'

/**
 * The company of a contact or card, or the one that was merged into, as JSON; null: there is none, or none the viewer may see.
 * Without a viewer the caller leaves out those that are not to be seen.
 */
export function companyOf(alias: string, viewer: Viewer | null): RawBuilder<unknown> {
  const row = sql.ref(alias)
  return sql`(select jsonb_build_object('id', b.id, 'name', b.name) from companies named
    join companies b on b.account_id = named.account_id and b.id = named.root_id
    where named.account_id = ${row}.account_id and named.id = ${row}.company_id and b.deleted_at is null
      ${viewer ? sql`and ${seesCompany(viewer, 'b')}` : sql``})`
}
