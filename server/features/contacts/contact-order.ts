import { sql, type RawBuilder } from 'kysely'
import type { ContactSort } from '#contract/contacts'
import { badCursor, instantOf, placeOf } from '#lib/keyset'

export type ContactOrder = { sort: ContactSort; order: 'asc' | 'desc' }

/** As the indexes have them. */
function keyOf(sort: ContactSort, alias: string): RawBuilder<unknown> {
  const row = sql.ref(alias)
  if (sort === 'name') return sql`lower(${row}.name)`
  return sort === 'created' ? sql`${row}.created_at` : sql`${row}.updated_at`
}

/** `order by` of contacts `k`: by what is asked for, then by id, so that no two stand alike. */
export function orderBy({ sort, order }: ContactOrder): RawBuilder<unknown> {
  const direction = sql.raw(order)
  return sql`order by ${keyOf(sort, 'k')} ${direction}, k.id ${direction}`
}

/** The cursor of a contact: how the list is sorted, the key (a name in hex, an instant in microseconds), the id. */
export function contactPlace(sort: ContactSort, alias: string): RawBuilder<string> {
  const key = keyOf(sort, alias)
  const id = sql`${sql.ref(alias)}.id`
  const place =
    sort === 'name'
      ? sql<string>`encode(convert_to(${key}, 'UTF8'), 'hex') || '.' || ${id}`
      : placeOf(key, id)
  return sql<string>`${sql.lit(`${sort}:`)} || ${place}`
}

/** The contacts `k` after a cursor of the same list. Throws `request.invalid` for any other cursor. */
export function afterPlace({ sort, order }: ContactOrder, cursor: string): RawBuilder<unknown> {
  const [, of, key = '', id = ''] = /^([a-z]+):([\da-f]*)\.(\d{1,16})$/.exec(cursor) ?? []
  if (of !== sort || (sort !== 'name' && !/^\d{1,17}$/.test(key))) throw badCursor('cursor')
  const at = sort === 'name' ? sql`${nameOf(key)}::text` : instantOf(key)
  return sql`(${keyOf(sort, 'k')}, k.id) ${sql.raw(order === 'asc' ? '>' : '<')} (${at}, ${id}::bigint)`
}

/** A name has up to 200 signs of at most four bytes; NUL, which no text of the database has, is none of ours. */
function nameOf(hex: string): string {
  const name = Buffer.from(hex, 'hex').toString('utf8')
  if (name.includes('\u0000')) throw badCursor('cursor')
  return name
}
