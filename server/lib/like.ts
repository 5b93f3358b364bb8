import { sql, type RawBuilder } from 'kysely'

/** These very letters, whatever their case, as a pattern of `like` for texts in lower case. */
export function likeExactly(text: string): string {
  return text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)
}

/** Texts in lower case with this in them, as a pattern of `like`. */
export function likeOf(text: string): string {
  return `%${likeExactly(text)}%`
}

/**
 * The same as an expression. What is typed stands in a query of its own: a statement that has it before it is planned is planned anew at
 * every call.
 */
export function likeTyped(text: string): RawBuilder<string> {
  return sql<string>`(select ${likeOf(text)}::text)`
}

/** A word as a pattern of itself, for JavaScript and PostgreSQL alike. */
const literal = (word: string): string => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

/** Whether a text has one of these by itself, not as a part of a longer word or number, whatever the case. */
export function matchesAny(text: RawBuilder<unknown>, words: readonly string[]): RawBuilder<boolean> {
  const patterns = words.map((word) => String.raw`(^|\W)${literal(word)}(\W|$)`)
  return sql<boolean>`${text} ~* any(${patterns}::text[])`
}

/** The same of a text at hand. */
export function hasAny(text: string, words: readonly string[]): boolean {
  return words.some((word) =>
    new RegExp(String.raw`(?<![\p{L}\p{N}_])${literal(word)}(?![\p{L}\p{N}_])`, 'iu').test(text),
  )
}
