import { sql, type RawBuilder } from 'kysely'
import type { DealSort } from '#contract/deal-filter'
import { badCursor, instantOf, placeOf } from '#lib/keyset'

export type DealOrder = { sort: DealSort; order: 'asc' | 'desc' }

/** A budget is compared as the index has it: deals without one stand below those that cost nothing. */
const keys: Record<DealSort, RawBuilder<unknown>> = {
  updated: sql`d.updated_at`,
  created: sql`d.created_at`,
  stage: sql`d.stage_since`,
  budget: sql`coalesce(d.budget, -1)`,
}

/** `order by` of deals `d`: by what is asked for, then by id, so that no two stand alike. */
export function orderBy({ sort, order }: DealOrder): RawBuilder<unknown> {
  const direction = sql.raw(order)
  return sql`order by ${keys[sort]} ${direction}, d.id ${direction}`
}

/** The cursor of a deal `d`: how the list is sorted, the key in microseconds or cents, the id. */
export function dealPlace(sort: DealSort): RawBuilder<string> {
  const place =
    sort === 'budget'
      ? sql<string>`(coalesce(d.budget, -1) * 100)::bigint::text || '.' || d.id`
      : placeOf(keys[sort], sql`d.id`)
  return sql<string>`${sql.lit(`${sort}:`)} || ${place}`
}

/** The deals `d` after a cursor of the same list. Throws `request.invalid` for any other cursor. */
export function afterPlace({ sort, order }: DealOrder, cursor: string): RawBuilder<unknown> {
  const [, of, key = '', id = ''] = /^([a-z]+):(-?\d{1,17})\.(\d{1,16})$/.exec(cursor) ?? []
  if (of !== sort || (sort !== 'budget' && key.startsWith('-'))) throw badCursor('cursor')
  const at = sort === 'budget' ? sql`(${key}::numeric / 100)` : instantOf(key)
  return sql`(${keys[sort]}, d.id) ${sql.raw(order === 'asc' ? '>' : '<')} (${at}, ${id}::bigint)`
}
