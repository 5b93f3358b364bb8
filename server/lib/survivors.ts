import { sql, type RawBuilder } from 'kysely'

/**
 * Whether a row was not merged into another one. In words of which the database expects that they hold: of two columns that are
 * equal it expects a single row, and would sooner sort all of them than walk an index to the end of a page.
 */
export function isSurvivor(alias: string): RawBuilder<boolean> {
  const row = sql.ref(alias)
  return sql<boolean>`nullif(${row}.id = ${row}.root_id, false) is not null`
}
