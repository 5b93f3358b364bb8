import { sql, type RawBuilder } from 'kysely'
import type { ContactRow, ContactSort } from '#contract/contacts'
import type { Viewer } from '#features/access'
import { companyOf } from '#features/cards'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'
import { contactPlace } from './contact-order.ts'
import { firstPoint } from './write-points.ts'

type Stored = Omit<ContactRow, 'createdAt' | 'updatedAt'> & {
  createdAt: Date
  updatedAt: Date
  place: string
}

type Options = {
  /** Whose sight of companies counts; null: the caller leaves out those that are not to be seen. */
  viewer: Viewer | null
  sort?: ContactSort
}

/** Rows of contacts with their cursors; `rest` selects from contacts with an `ord` to sort by. */
export async function selectContactRows(
  db: Read,
  rest: RawBuilder<unknown>,
  { viewer, sort = 'updated' }: Options,
): Promise<{ row: ContactRow; place: string }[]> {
  const { rows } = await sql<Stored>`
    select o.id, o.name, '/api/avatars/' || o.avatar_file_id as "avatarUrl", ${firstPoint('contact', 'phone')} as phone,
      ${firstPoint('contact', 'email')} as email, o.responsible_user_id as "responsibleUserId", ${companyOf('o', viewer)} as company,
      coalesce((select jsonb_agg(distinct h.kind) from contacts kin
        join chats c on c.account_id = kin.account_id and c.contact_id = kin.id
        join channels h on h.account_id = c.account_id and h.id = c.channel_id
        where kin.account_id = o.account_id and kin.root_id = o.id), '[]') as channels,
      ${tagsOf('contact', 'o')} as tags, o.blocked_at is not null as "isBlocked", o.created_at as "createdAt", o.updated_at as "updatedAt",
      ${contactPlace(sort, 'o')} as place
    from (${rest}) o order by o.ord`.execute(db)
  return rows.map(({ place, ...row }) => ({
    place,
    row: { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() },
  }))
}

/** Rows of these contacts. Rights are the caller's, those of companies too. */
export async function findContactRows(db: Read, accountId: number, ids: number[]): Promise<ContactRow[]> {
  if (ids.length === 0) return []
  const found = await selectContactRows(
    db,
    sql`select k.*, k.id as ord from contacts k where k.account_id = ${accountId} and k.id = any(${ids}::bigint[])
      and k.deleted_at is null`,
    { viewer: null },
  )
  return found.map(({ row }) => row)
}
