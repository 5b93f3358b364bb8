import type { Projection } from '#lib/projections'

/** What is kept of customers although it follows from their purchases. */
export const projections: Projection[] = [
  {
    what: 'purchases of a customer',
    wrong: `
      select c.account_id, c.id, (c.purchases, c.ltv, c.last_purchase_on) as kept, (p.n, p.total, p.last) as counted
      from customers c cross join lateral (
        select count(*)::int as n, coalesce(sum(amount), 0) as total, max(bought_on) as last from purchases p
        where p.account_id = c.account_id and p.customer_id = c.id) p
      where c.purchases <> p.n or c.ltv <> p.total or c.last_purchase_on is distinct from p.last`,
  },
]
