import { sql, type RawBuilder } from 'kysely'

/** Rows `r (kind, id)`, to be gone through one by one. */
export function rowsOf(refs: readonly { kind: string; id: number }[]): RawBuilder<unknown> {
  return sql`unnest(${refs.map(({ kind }) => kind)}::text[], ${refs.map(({ id }) => id)}::bigint[]) as r (kind, id)`
}

/** Rows `r (id)`. */
export function idsOf(ids: readonly number[]): RawBuilder<unknown> {
  return sql`unnest(${[...ids]}::bigint[]) as r (id)`
}
