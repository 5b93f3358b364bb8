import { sql, type RawBuilder } from 'kysely'
import type { ContactRow } from '#contract/contacts'
import type { Read } from '#lib/db'
import { placeOf } from '#lib/keyset'

type Stored = Omit<ContactRow, 'updatedAt'> & { updatedAt: Date; place: string }

/** Rows of contacts with their cursors; `rest` selects from contacts with an `ord` to sort by. */
export async function selectContactRows(
  db: Read,
  rest: RawBuilder<unknown>,
): Promise<{ row: ContactRow; place: string }[]> {
  const point = (kind: 'phone' | 'email'): RawBuilder<unknown> => sql`(select p.shown from contact_points p
    where p.account_id = k.account_id and p.contact_id = k.id and p.kind = ${kind} order by p.is_primary desc, p.created_at limit 1)`
  const { rows } = await sql<Stored>`
    select k.id, k.name, '/api/avatars/' || k.avatar_file_id as "avatarUrl", ${point('phone')} as phone, ${point('email')} as email, k.responsible_user_id as "responsibleUserId",
      k.updated_at as "updatedAt", ${placeOf(sql`k.updated_at`, sql`k.id`)} as place
    from (${rest}) k order by k.ord`.execute(db)
  return rows.map(({ place, ...row }) => ({ place, row: { ...row, updatedAt: row.updatedAt.toISOString() } }))
}

/** Rows of these contacts. Rights are the caller's. */
export async function findContactRows(db: Read, accountId: number, ids: number[]): Promise<ContactRow[]> {
  if (ids.length === 0) return []
  const found = await selectContactRows(
    db,
    sql`select k.*, k.id as ord from contacts k where k.account_id = ${accountId} and k.id = any(${ids}::bigint[])
      and k.deleted_at is null`,
  )
  return found.map(({ row }) => row)
}
