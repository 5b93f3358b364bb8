import { sql } from 'kysely'
import type { CardKind, CardRef } from '#contract/common'
import type { ErrorCode } from '#contract/errors'
import {
  mayDo,
  seesCustomer,
  seesDeal,
  type Condition,
  type Responsible,
  type Viewer,
} from '#features/access'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'

/** What stands on every card, whatever its kind. */
export type Card = CardRef & {
  name: string
  responsible: Responsible
  /** Participants see a card; they do not edit it (R8). */
  canEdit: boolean
}

type Kind = {
  table: string
  sees: (viewer: Viewer, alias: string) => Condition
  entity: 'deals' | 'customers'
  missing: ErrorCode
}

export const kinds: Record<CardKind, Kind> = {
  deal: { table: 'deals', sees: seesDeal, entity: 'deals', missing: 'deal.not_found' },
  customer: { table: 'customers', sees: seesCustomer, entity: 'customers', missing: 'customer.not_found' },
}

/**
 * Holds a card as it is until the transaction ends: one that is deleted, or a lead that is joined to another, was so before, or will be
 * with what is written now. Whether it is there and may be seen is asked afterwards.
 */
export async function holdCard(tx: Tx, accountId: number, card: CardRef): Promise<void> {
  const table = sql.table(kinds[card.kind].table)
  await sql`select from ${table} where account_id = ${accountId} and id = ${card.id} for share`.execute(tx)
}

/** A card that one may see. Throws `deal.not_found` (or the like of its kind), also for one that is not there. */
export async function requireCard(db: Read, viewer: Viewer, card: CardRef): Promise<Card> {
  const kind = kinds[card.kind]
  const { rows } = await sql<{ name: string; userId: number | null; groupId: number | null }>`
    select d.name, d.responsible_user_id as "userId", u.group_id as "groupId"
    from ${sql.table(kind.table)} d
    left join users u on u.account_id = d.account_id and u.id = d.responsible_user_id
    where d.account_id = ${viewer.accountId} and d.id = ${card.id} and d.deleted_at is null
      and ${kind.sees(viewer, 'd')}`.execute(db)
  const [row] = rows
  if (!row) throw new AppError(kind.missing)
  const responsible = { userId: row.userId, groupId: row.groupId }
  return {
    ...card,
    name: row.name,
    responsible,
    canEdit: mayDo(viewer, kind.entity, 'edit', responsible),
  }
}

/** The same for who is going to change it: `session.forbidden` when one may only see it. */
export async function requireEditableCard(db: Read, viewer: Viewer, card: CardRef): Promise<Card> {
  const found = await requireCard(db, viewer, card)
  if (!found.canEdit) throw new AppError('session.forbidden')
  return found
}
