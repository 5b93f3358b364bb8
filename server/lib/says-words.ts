import { sql, type RawBuilder } from 'kysely'
import type { SearchQuery } from '#contract/search-query'

/** Trigrams need so many letters; shorter words are looked for whole. */
const shortestPart = 3

/**
 * A text with all of these words in it, in any form or as parts of its words. For texts that have an index of their parts:
 * `search_text(text) gin_trgm_ops` and `search_phones(text)`.
 */
export function saysWords(
  text: RawBuilder<unknown>,
  { words, phrases, phones }: Pick<SearchQuery, 'words' | 'phrases' | 'phones'>,
): RawBuilder<boolean> {
  const conditions = [
    ...words.map((word) => saysWord(text, word)),
    ...phrases.map(
      (phrase) => sql`(' ' || search_text(${text}) || ' ') like ${`% ${phrase} %`}
      and search_text(${text}) like ${`%${phrase}%`}`,
    ),
    ...phones.map(({ digits, words: parts }) =>
      digits.length >= 10
        ? sql`search_phones(${text}) @> ${[phoneMark(digits)]}::text[]`
        : sql.join(
            parts.map((part) => saysWord(text, part)),
            sql` and `,
          ),
    ),
  ]
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

function saysWord(text: RawBuilder<unknown>, word: string): RawBuilder<unknown> {
  if (word.length < shortestPart) return sql`(' ' || search_text(${text}) || ' ') like ${`% ${word} %`}`
  return sql`search_text(${text}) like '%' || search_stem(${word}) || '%'`
}

/** As `search_phones` writes a phone. */
export function phoneMark(digits: string): string {
  return `#p${Array.from(digits.slice(-10)).toReversed().join('')}`
}

/** What the words are recognised by in a text that was found. */
export function stemsOf({ words, phrases }: Pick<SearchQuery, 'words' | 'phrases'>): RawBuilder<string[]> {
  const all = [...words, ...phrases.flatMap((phrase) => phrase.split(' '))]
  return sql<string[]>`array(select search_stem(w) from unnest(${all}::text[]) w)`
}
