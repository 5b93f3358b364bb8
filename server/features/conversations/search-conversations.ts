import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '#features/access'

/** A conversation by its number, or by the name or phone of its contact; closed ones are found too. */
export function searchCondition(viewer: Viewer, search: string): RawBuilder<boolean> {
  const digits = search.replaceAll(/\D/g, '')
  const number = /^(?:№|#|no\.?)?\s*(\d{1,15})$/iu.exec(search)?.[1]
  const ways = [
    sql`v.contact_id in (select kin.id from contacts found join contacts kin on kin.account_id = found.account_id
      and kin.root_id = found.root_id where found.account_id = ${viewer.accountId} and lower(found.name) like ${likeOf(search)})`,
  ]
  if (number) ways.push(sql`v.number = ${number}::bigint`)
  if (digits.length >= 3) {
    ways.push(sql`v.contact_id in (select kin.id from contact_points p
      join contacts found on found.account_id = p.account_id and found.id = p.contact_id
      join contacts kin on kin.account_id = found.account_id and kin.root_id = found.root_id
      where p.account_id = ${viewer.accountId} and p.kind = 'phone' and p.normal like ${likeOf(withoutTrunk(digits))})`)
  }
  return sql<boolean>`(${sql.join(ways, sql` or `)})`
}

/** `%text%` in lower case with the pattern's own signs taken literally. */
export function likeOf(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}

/** 8 921 … and +7 921 … are one number: a leading trunk 8 of a whole Russian number is left out. */
function withoutTrunk(digits: string): string {
  return digits.length === 11 && digits.startsWith('8') ? digits.slice(1) : digits
}
