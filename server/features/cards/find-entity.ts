import { sql } from 'kysely'
import type { EntityKind, EntityRef } from '#contract/common'
import type { ErrorCode } from '#contract/errors'
import type { RightEntity } from '#contract/permissions'
import { mayDo, seesCompany, seesContact, type Condition, type Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import type { ChangeTarget } from '#lib/events'
import { kinds as cards } from './find-card.ts'

/** Where the rows of a kind are, who sees them, and what is said of one that is not there. */
export type EntityTable = {
  table: string
  sees: (viewer: Viewer, alias: string) => Condition
  entity: Exclude<RightEntity, 'tasks'>
  missing: ErrorCode
}

const others: Partial<Record<EntityKind, EntityTable>> = {
  contact: { table: 'contacts', sees: seesContact, entity: 'contacts', missing: 'contact.not_found' },
  company: { table: 'companies', sees: seesCompany, entity: 'companies', missing: 'company.not_found' },
}

/** Null for a kind that the product does not have yet. */
export function tableOf(kind: EntityKind): EntityTable | null {
  return { ...others, ...cards }[kind] ?? null
}

export type Entity = EntityRef & { canEdit: boolean }

/**
 * Those of these rows that one may see, by their own ids, or by those of what they were merged into; locked in the order of
 * their ids until the transaction ends. A row that is asked for twice is there twice.
 */
export async function lockEntities(
  tx: Tx,
  viewer: Viewer,
  kind: EntityKind,
  ids: readonly number[],
): Promise<Map<number, Entity>> {
  const known = tableOf(kind)
  if (!known) return new Map()
  const { accountId } = viewer
  const table = sql.table(known.table)
  await sql`select from ${table} d where d.account_id = ${accountId} and d.id in (
      select asked.root_id from ${table} asked where asked.account_id = ${accountId} and asked.id = any(${ids}::bigint[]))
    order by d.id for no key update`.execute(tx)
  const { rows } = await sql<{ asked: number; id: number; userId: number | null; groupId: number | null }>`
    select asked.id as asked, d.id, d.responsible_user_id as "userId", u.group_id as "groupId"
    from ${table} asked join ${table} d on d.account_id = asked.account_id and d.id = asked.root_id
    left join users u on u.account_id = d.account_id and u.id = d.responsible_user_id
    where asked.account_id = ${accountId} and asked.id = any(${ids}::bigint[]) and d.deleted_at is null
      and ${known.sees(viewer, 'd')}`.execute(tx)
  return new Map(
    rows.map(({ asked, id, ...responsible }) => [
      asked,
      { kind, id, canEdit: mayDo(viewer, known.entity, 'edit', responsible) },
    ]),
  )
}

/** One row that one is going to change, locked. Throws `deal.not_found` (or the like of its kind), `session.forbidden`. */
export async function lockEditableEntity(tx: Tx, viewer: Viewer, ref: EntityRef): Promise<EntityRef> {
  const entity = (await lockEntities(tx, viewer, ref.kind, [ref.id])).get(ref.id)
  if (!entity) throw new AppError(tableOf(ref.kind)?.missing ?? 'customer.not_found')
  if (!entity.canEdit) throw new AppError('session.forbidden')
  return { kind: entity.kind, id: entity.id }
}

/** What an event or a live change of a row is about. */
export function entityTarget({
  kind,
  id,
}: EntityRef): Pick<ChangeTarget, 'card' | 'contactId' | 'companyId'> {
  if (kind === 'contact') return { contactId: id }
  if (kind === 'company') return { companyId: id }
  return { card: { kind, id } }
}
