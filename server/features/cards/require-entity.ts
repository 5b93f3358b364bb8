import { sql } from 'kysely'
import type { EntityRef } from '#contract/common'
import { mayDo, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { tableOf, type Entity } from './find-entity.ts'

/** A card, contact or company that one may see. Throws `deal.not_found` (or the like of its kind), also for one that is not there. */
export async function requireEntity(db: Read, viewer: Viewer, ref: EntityRef): Promise<Entity> {
  const known = tableOf(ref.kind)
  if (!known) throw new AppError('customer.not_found')
  const { rows } = await sql<{ userId: number | null; groupId: number | null }>`
    select d.responsible_user_id as "userId", u.group_id as "groupId" from ${sql.table(known.table)} d
    left join users u on u.account_id = d.account_id and u.id = d.responsible_user_id
    where d.account_id = ${viewer.accountId} and d.id = ${ref.id} and d.deleted_at is null and ${known.sees(viewer, 'd')}`.execute(
    db,
  )
  const [responsible] = rows
  if (!responsible) throw new AppError(known.missing)
  return { ...ref, canEdit: mayDo(viewer, known.entity, 'edit', responsible) }
}
