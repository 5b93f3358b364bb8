import { sql, type RawBuilder } from 'kysely'

/** Whether a text has one of these words in it, whatever their case. */
export function matchesAny(text: RawBuilder<unknown>, words: readonly string[]): RawBuilder<boolean> {
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  return sql<boolean>`${text} ilike any(${patterns}::text[])`
}
