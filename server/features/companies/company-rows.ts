import { sql, type RawBuilder } from 'kysely'
import type { CompanyRow } from '#contract/companies'
import { firstPoint } from '#features/contacts'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'
import { placeOf } from '#lib/keyset'

type Stored = Omit<CompanyRow, 'updatedAt'> & { updatedAt: Date; place: string }

/** Rows of companies with their cursors; `rest` selects from companies with an `ord` to sort by. */
export async function selectCompanyRows(
  db: Read,
  rest: RawBuilder<unknown>,
): Promise<{ row: CompanyRow; place: string }[]> {
  const { rows } = await sql<Stored>`
    select o.id, o.name, ${firstPoint('company', 'phone')} as phone, ${firstPoint('company', 'email')} as email, o.website,
      o.responsible_user_id as "responsibleUserId", ${tagsOf('company', 'o')} as tags, o.updated_at as "updatedAt", ${placeOf(sql`o.updated_at`, sql`o.id`)} as place
    from (${rest}) o order by o.ord`.execute(db)
  return rows.map(({ place, ...row }) => ({ place, row: { ...row, updatedAt: row.updatedAt.toISOString() } }))
}

/** Rows of these companies. Rights are the caller's. */
export async function findCompanyRows(db: Read, accountId: number, ids: number[]): Promise<CompanyRow[]> {
  if (ids.length === 0) return []
  const found = await selectCompanyRows(
    db,
    sql`select b.*, b.id as ord from companies b where b.account_id = ${accountId} and b.id = any(${ids}::bigint[])
      and b.deleted_at is null`,
  )
  return found.map(({ row }) => row)
}
