import { sql, type RawBuilder } from 'kysely'

/** An instant as whole seconds since 1970, as the compatible API tells all times; null stays null. */
export function unix(at: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`floor(extract(epoch from ${at}))::bigint`
}
