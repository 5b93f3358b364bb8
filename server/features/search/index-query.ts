import type { SearchQuery } from '#contract/search-query'
import { phoneMark } from '#lib/says-words'
import type { Lexeme, Meaning } from './read-query.ts'

/**
 * A search as the index of messages is asked, in PostgreSQL's language of words and marks (0035_search.sql); null: nothing can
 * answer it. `isInFiles`: the words stand in names of files.
 */
export function indexQuery(
  query: SearchQuery,
  meaning: Meaning,
  { userId, isInFiles }: { userId: number; isInFiles: boolean },
): string | null {
  const where = isInFiles ? ':B' : ''
  const known = new Map(meaning.lexemes.map((each) => [each.word, each]))
  const ways = [
    ...query.words.map((word) => wordWays(known.get(word), where)),
    ...query.phrases.map((phrase) =>
      phraseWays(
        phrase.split(' ').map((word) => known.get(word)),
        where,
      ),
    ),
    ...query.phones.map(({ digits, words }) => [
      ...(isInFiles ? [] : [`${quoted(phoneMark(digits))}:*`]),
      ...allOf(words.map((word) => wordWays(known.get(word), where))),
    ]),
    ...(query.from.length > 0 ? [authorWays(query, meaning, userId)] : []),
    ...(query.channels.length > 0
      ? [meaning.channelIds.flatMap((ids) => ids ?? []).map((id) => quoted(`#c${id}`))]
      : []),
    ...query.has.map((thing) => [quoted(thing === 'file' ? '#f' : `#f${thing}`)]),
    ...(isInFiles && query.has.length === 0 ? [[quoted('#f')]] : []),
  ]
  // Days alone: every message has a direction.
  if (ways.length === 0) return `${quoted('#i')} | ${quoted('#o')}`
  return allOf(ways)[0] ?? null
}

/** @returns one way that is all of these, each in any of its ways; none when one of them has none. */
function allOf(ways: string[][]): string[] {
  if (ways.some((some) => some.length === 0)) return []
  return [ways.map((some) => `(${some.join(' | ')})`).join(' & ')]
}

/** The forms of a word, and the words it is a part of. */
function wordWays(lexeme: Lexeme | undefined, where: string): string[] {
  if (!lexeme) return []
  const own = lexeme.lexeme !== null && lexeme.isKnown ? [lexeme.lexeme] : []
  return [...new Set([...own, ...(lexeme.parts ?? [])])].map((each) => `${quoted(each)}${where}`)
}

/** Words in a row; what stands there exactly is compared with the text afterwards. */
function phraseWays(lexemes: (Lexeme | undefined)[], where: string): string[] {
  const words = lexemes.flatMap((each) => (each?.lexeme && each.isKnown ? [each.lexeme] : []))
  if (words.length < lexemes.length) return []
  return [`(${words.map((word) => `${quoted(word)}${where}`).join(' <-> ')})`]
}

function authorWays({ from }: SearchQuery, meaning: Meaning, userId: number): string[] {
  return from.flatMap((author, place) => {
    if (author.who === 'me') return [quoted(`#u${userId}`)]
    if (author.who === 'client') return [quoted('#i')]
    const named = meaning.authors[place]
    return [
      ...(named?.userIds ?? []).map((id) => quoted(`#u${id}`)),
      ...(named?.contactIds ?? []).map((id) => `(${quoted(`#k${id}`)} & ${quoted('#i')})`),
    ]
  })
}

function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

/** Every word of messages that is marked in what was found. */
export function markedLexemes(query: SearchQuery, { lexemes }: Meaning): string[] {
  const wanted = new Set([...query.words, ...query.phrases.flatMap((phrase) => phrase.split(' '))])
  return lexemes
    .filter(({ word }) => wanted.has(word))
    .flatMap(({ lexeme, parts }) => [...(lexeme === null ? [] : [lexeme]), ...(parts ?? [])])
}
