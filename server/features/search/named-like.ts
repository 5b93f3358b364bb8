import { sql, type RawBuilder } from 'kysely'
import { likeOf } from '#lib/like'

/** Of more of these letters in a word no more forms are tried. */
const mostForms = 4

/** A name with this in it, whatever the case; е and ё are one letter. The index of names by their parts serves it. */
export function namedLike(column: RawBuilder<unknown>, part: string): RawBuilder<boolean> {
  const forms = formsOf(part.toLowerCase()).map(likeOf)
  return sql<boolean>`(${sql.join(
    forms.map((form) => sql`lower(${column}) like ${form}`),
    sql` or `,
  )})`
}

/** A name is written with one ё at most: as it was typed, without any, and with one in each place. */
function formsOf(part: string): string[] {
  const bare = part.replaceAll('ё', 'е')
  const places = [...bare.matchAll(/е/g)].slice(0, mostForms).map(({ index }) => index)
  return [
    ...new Set([part, bare, ...places.map((place) => `${bare.slice(0, place)}ё${bare.slice(place + 1)}`)]),
  ]
}
