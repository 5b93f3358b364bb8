import { sql, type RawBuilder } from 'kysely'
import type { CustomerSort } from '#contract/customers'
import { badCursor, instantOf, placeOf } from '#lib/keyset'

export type CustomerOrder = { sort: CustomerSort; order: 'asc' | 'desc' }

/** Each as its index has it. Who has no day of the next purchase stands behind all who have one. */
const keys: Record<CustomerSort, RawBuilder<unknown>> = {
  updated: sql`d.updated_at`,
  created: sql`d.created_at`,
  next: sql`coalesce(d.next_purchase_on, '9999-12-31'::date)`,
  ltv: sql`d.ltv`,
}

/** `order by` of customers `d`: by what is asked for, then by id, so that no two stand alike. */
export function orderBy({ sort, order }: CustomerOrder): RawBuilder<unknown> {
  const direction = sql.raw(order)
  return sql`order by ${keys[sort]} ${direction}, d.id ${direction}`
}

/** The cursor of a customer `d`: how the list is sorted, the key in microseconds, days or cents, the id. */
export function customerPlace(sort: CustomerSort): RawBuilder<string> {
  const place: Record<CustomerSort, RawBuilder<string>> = {
    updated: placeOf(keys.updated, sql`d.id`),
    created: placeOf(keys.created, sql`d.id`),
    next: sql<string>`(${keys.next} - '1970-01-01'::date)::text || '.' || d.id`,
    ltv: sql<string>`(d.ltv * 100)::bigint::text || '.' || d.id`,
  }
  return sql<string>`${sql.lit(`${sort}:`)} || ${place[sort]}`
}

/** The customers `d` after a cursor of the same list. Throws `request.invalid` for any other cursor. */
export function afterPlace({ sort, order }: CustomerOrder, cursor: string): RawBuilder<unknown> {
  const [, of, key = '', id = ''] = /^([a-z]+):(-?\d{1,17})\.(\d{1,16})$/.exec(cursor) ?? []
  if (of !== sort || (sort !== 'next' && key.startsWith('-'))) throw badCursor('cursor')
  if (sort === 'next' && Math.abs(Number(key)) > 5_000_000) throw badCursor('cursor')
  const at: Record<CustomerSort, () => RawBuilder<unknown>> = {
    updated: () => instantOf(key),
    created: () => instantOf(key),
    next: () => sql`('1970-01-01'::date + ${Number(key)}::int)`,
    ltv: () => sql`(${key}::numeric / 100)`,
  }
  return sql`(${keys[sort]}, d.id) ${sql.raw(order === 'asc' ? '>' : '<')} (${at[sort]()}, ${id}::bigint)`
}
