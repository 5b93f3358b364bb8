import { sql } from 'kysely'
import type { PurchaseView } from '#contract/customers'
import type { Viewer } from '#features/access'
import { requireCard } from '#features/cards'
import type { Read } from '#lib/db'
import { badCursor, pageRows } from '#lib/keyset'

type Stored = Omit<PurchaseView, 'amount' | 'createdAt' | 'changedAt'> & {
  amount: string
  createdAt: Date
  changedAt: Date | null
}

/** Purchases of a customer, newest first. Throws `customer.not_found`. */
export async function listPurchases(
  db: Read,
  viewer: Viewer,
  { customerId, cursor, limit }: { customerId: number; cursor?: string | undefined; limit: number },
): Promise<{ items: PurchaseView[]; next: string | null }> {
  await requireCard(db, viewer, { kind: 'customer', id: customerId })
  const before = readCursor(cursor)
  const { rows } = await sql<Stored>`
    select p.id, p.amount, p.bought_on::text as "boughtOn", p.comment, jsonb_build_object('id', u.id, 'name', u.name) as author,
      p.created_at as "createdAt", p.changed_at as "changedAt"
    from purchases p join users u on u.account_id = p.account_id and u.id = p.created_by
    where p.account_id = ${viewer.accountId} and p.customer_id = ${customerId}
      and ${before ? sql`(p.bought_on, p.id) < (${before.day}::date, ${before.id}::uuid)` : sql`true`}
    order by p.bought_on desc, p.id desc limit ${pageRows(limit)}`.execute(db)
  const items = rows.slice(0, limit).map(({ amount, createdAt, changedAt, ...row }) => ({
    ...row,
    amount: Number(amount),
    createdAt: createdAt.toISOString(),
    changedAt: changedAt?.toISOString() ?? null,
  }))
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? `${last.boughtOn}.${last.id}` : null }
}

function readCursor(cursor: string | undefined): { day: string; id: string } | null {
  if (cursor === undefined) return null
  const [, day, id] =
    /^(\d{4}-\d{2}-\d{2})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? []
  if (!day || !id || Number.isNaN(Date.parse(day))) throw badCursor('cursor')
  return { day, id }
}
