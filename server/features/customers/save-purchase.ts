import { sql } from 'kysely'
import type { CustomerView } from '#contract/customers'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { requireEditable, tell, viewAfter, type Changing } from './change-customer.ts'
import { lockCustomer } from './lock-customer.ts'

type Purchase = { amount: number; boughtOn: string; comment: string }
type Answer = Promise<{ customer: CustomerView }>

/**
 * Writes down a purchase; a repeat of the same id is the same purchase. Throws `customer.not_found`, `session.forbidden`,
 * `purchase.not_found` when the id is another customer's.
 */
export async function addPurchase(
  tx: Tx,
  viewer: Viewer,
  input: Purchase & { id: string; customerId: number; nextPurchaseOn?: string | null | undefined },
  now: Date,
): Answer {
  const changing = await lockFor(tx, viewer, input.customerId, now)
  const { accountId, userId } = viewer
  const amount = toCents(input.amount)
  const { rows } = await sql<{ isNew: boolean }>`
    insert into purchases (account_id, id, customer_id, amount, bought_on, comment, created_by, created_at)
    values (${accountId}, ${input.id}, ${input.customerId}, ${amount}::numeric, ${input.boughtOn}::date, ${input.comment}, ${userId}, ${now})
    on conflict (account_id, id) do nothing returning true as "isNew"`.execute(tx)
  if (rows.length === 0) {
    await requirePurchase(tx, accountId, { customerId: input.customerId, purchaseId: input.id })
    return { customer: changing.seen }
  }
  await tell(tx, changing, 'customer.purchased', {
    after: { purchaseId: input.id, amount, boughtOn: input.boughtOn },
  })
  if (input.nextPurchaseOn !== undefined && input.nextPurchaseOn !== changing.seen.nextPurchaseOn) {
    await sql`update customers set next_purchase_on = ${input.nextPurchaseOn}::date
      where account_id = ${accountId} and id = ${input.customerId}`.execute(tx)
    await tell(tx, changing, 'customer.changed', {
      before: { nextPurchaseOn: changing.seen.nextPurchaseOn },
      after: { nextPurchaseOn: input.nextPurchaseOn },
    })
  }
  return recount(tx, changing)
}

type Which = { customerId: number; purchaseId: string }

/** Throws `customer.not_found`, `session.forbidden`, `purchase.not_found`. */
export async function changePurchase(tx: Tx, viewer: Viewer, input: Which & Purchase, now: Date): Answer {
  const changing = await lockFor(tx, viewer, input.customerId, now)
  const before = await requirePurchase(tx, viewer.accountId, input)
  const after = { amount: toCents(input.amount), boughtOn: input.boughtOn, comment: input.comment }
  const differing = (['amount', 'boughtOn', 'comment'] as const).filter((key) => before[key] !== after[key])
  if (differing.length === 0) return { customer: changing.seen }
  await sql`update purchases set amount = ${after.amount}::numeric, bought_on = ${after.boughtOn}::date, comment = ${after.comment},
      changed_at = ${now}
    where account_id = ${viewer.accountId} and id = ${input.purchaseId}`.execute(tx)
  const { purchaseId } = input
  await tell(tx, changing, 'customer.purchase_changed', {
    before: { purchaseId, ...pick(before, differing) },
    after: { purchaseId, ...pick(after, differing) },
  })
  return recount(tx, changing)
}

/** Throws `customer.not_found`, `session.forbidden`, `purchase.not_found`. */
export async function deletePurchase(tx: Tx, viewer: Viewer, input: Which, now: Date): Answer {
  const changing = await lockFor(tx, viewer, input.customerId, now)
  const { amount, boughtOn } = await requirePurchase(tx, viewer.accountId, input)
  await sql`delete from purchases where account_id = ${viewer.accountId} and id = ${input.purchaseId}`.execute(
    tx,
  )
  await tell(tx, changing, 'customer.purchase_deleted', {
    before: { purchaseId: input.purchaseId, amount, boughtOn },
  })
  return recount(tx, changing)
}

async function lockFor(tx: Tx, viewer: Viewer, customerId: number, now: Date): Promise<Changing> {
  await lockCustomer(tx, viewer.accountId, customerId)
  return { viewer, seen: await requireEditable(tx, viewer, customerId), now }
}

async function requirePurchase(
  tx: Tx,
  accountId: number,
  { customerId, purchaseId }: Which,
): Promise<Purchase> {
  const { rows } = await sql<Omit<Purchase, 'amount'> & { amount: string }>`
    select amount, bought_on::text as "boughtOn", comment from purchases
    where account_id = ${accountId} and id = ${purchaseId} and customer_id = ${customerId}`.execute(tx)
  const [found] = rows
  if (!found) throw new AppError('purchase.not_found')
  return { ...found, amount: Number(found.amount) }
}

/** Count, sum and last day of the customer's purchases, counted anew under its lock. */
async function recount(tx: Tx, { viewer, seen, now }: Changing): Answer {
  await sql`update customers c set purchases = p.n, ltv = p.total, last_purchase_on = p.last, updated_at = ${now}
    from (select count(*)::int as n, coalesce(sum(amount), 0) as total, max(bought_on) as last from purchases
      where account_id = ${viewer.accountId} and customer_id = ${seen.id}) p
    where c.account_id = ${viewer.accountId} and c.id = ${seen.id}`.execute(tx)
  return { customer: await viewAfter(tx, viewer, seen) }
}

function toCents(amount: number): number {
  return Math.round(amount * 100) / 100
}

function pick(from: Purchase, keys: readonly (keyof Purchase)[]): Partial<Purchase> {
  return Object.fromEntries(keys.map((key) => [key, from[key]]))
}
