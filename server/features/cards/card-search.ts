import { sql, type RawBuilder } from 'kysely'
import type { Read } from '#lib/db'
import { likeTyped } from '#lib/like'
import { isNamed, isNamedWholly, isShort, readNameSearch, type NameSearch } from '#lib/name-search'

type CardKind = 'deal' | 'customer'
const named = { deal: { table: 'deals' }, customer: { table: 'customers' } } as const

/** How deals or customers are looked for by what is typed; null: nothing is. */
export async function readCardSearch(
  db: Read,
  accountId: number,
  kind: CardKind,
  text: string | undefined,
): Promise<NameSearch | null> {
  return text ? readNameSearch(db, accountId, text, [named[kind], { table: 'contacts' }]) : null
}

/** Cards `d` with this in their name or in the name of one of their contacts, merged ones too. */
export function cardMatches(kind: CardKind, accountId: number, search: NameSearch): RawBuilder<unknown> {
  if (search.isCommon) return hasInName(kind, search.text)
  return sql`d.id in (
    select named.id from ${sql.table(named[kind].table)} named where ${isNamed('named', accountId, search)}
    union select cc.card_id from contacts found
      join contacts kin on kin.account_id = found.account_id and kin.root_id = found.root_id
      join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id and cc.card_kind = ${sql.lit(kind)}
      where ${isNamedWholly('found', accountId, search)})`
}

/**
 * The same of one card at hand: `offset 0` keeps its contacts from being sought among all. A few letters are looked for in its own
 * name.
 */
function hasInName(kind: CardKind, text: string): RawBuilder<unknown> {
  const like = likeTyped(text)
  if (isShort(text)) return sql`lower(d.name) like ${like}`
  return sql`(lower(d.name) like ${like} or exists (
    select from card_contacts cc join contacts kin on kin.account_id = cc.account_id and kin.id = cc.contact_id
      join contacts found on found.account_id = kin.account_id and found.root_id = kin.root_id
      where cc.account_id = d.account_id and cc.card_kind = ${sql.lit(kind)} and cc.card_id = d.id and lower(found.name) like ${like}
      offset 0))`
}
