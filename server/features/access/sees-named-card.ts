import { sql, type RawBuilder } from 'kysely'
import { seesCustomer, seesDeal, type Condition } from './predicates.ts'
import type { Viewer } from './viewer.ts'

/** A card that a row names by its kind and id, and that is still there. */
export function seesNamedCard(
  viewer: Viewer,
  kind: RawBuilder<unknown>,
  cardId: RawBuilder<unknown>,
): Condition {
  return sql<boolean>`(${kind} = 'deal' and exists (select from deals d where d.account_id = ${viewer.accountId}
    and d.id = ${cardId} and d.deleted_at is null and ${seesDeal(viewer, 'd')})
    or ${kind} = 'customer' and exists (select from customers u where u.account_id = ${viewer.accountId}
    and u.id = ${cardId} and u.deleted_at is null and ${seesCustomer(viewer, 'u')}))`
}

/** A chat of colleagues: that of a card by who sees the card, any other by its members; no role sees more. */
export function seesInternalChat(viewer: Viewer, alias: string): Condition {
  const row = sql.ref(alias)
  return sql<boolean>`case ${row}.kind when 'card' then ${seesNamedCard(viewer, sql`${row}.card_kind`, sql`${row}.card_id`)}
    else exists (select from internal_members im where im.account_id = ${row}.account_id and im.chat_id = ${row}.id
      and im.user_id = ${viewer.userId}) end`
}
