import { sql, type RawBuilder } from 'kysely'
import type { CustomerWishes } from '#contract/customers'
import { seesCustomer, type Viewer } from '#features/access'
import { cardMatches } from '#features/cards'
import { fieldsMatch } from '#features/fields'
import { hasTag } from '#features/tags'
import { plainSearch, type NameSearch } from '#lib/name-search'

/** In words by which the database does not recognise the indexes of all customers: a stage is read by its own. */
const isThereInStage = sql`(d.deleted_at is null) is not false`
const isThere = sql`d.deleted_at is null`

/**
 * Which customers `d` the viewer may see and has asked for. `ofStage`: a stage is named beside them. `search`: how to look for what is
 * searched, where it is known.
 */
export function customerConditions(
  viewer: Viewer,
  wishes: CustomerWishes,
  { ofStage = false, search = null }: { ofStage?: boolean; search?: NameSearch | null } = {},
): RawBuilder<unknown> {
  const { stageId, responsibleUserId, talks, nextFrom, nextTo, tagId, fields } = wishes
  const { accountId } = viewer
  return sql.join(
    [
      sql`d.account_id = ${accountId} and ${ofStage ? isThereInStage : isThere}`,
      seesCustomer(viewer, 'd'),
      ...(stageId === undefined ? [] : [sql`d.stage_id = any(array(select unnest(${stageId}::bigint[])))`]),
      ...(responsibleUserId === undefined ? [] : [isOf(responsibleUserId)]),
      ...(wishes.search ? [cardMatches('customer', accountId, search ?? plainSearch(wishes.search))] : []),
      ...(talks === undefined ? [] : [talkConditions[talks]]),
      ...(nextFrom === undefined ? [] : [sql`d.next_purchase_on >= ${nextFrom}::date`]),
      ...(nextTo === undefined ? [] : [sql`d.next_purchase_on <= ${nextTo}::date`]),
      ...(tagId === undefined ? [] : [hasTag(accountId, 'customer', 'd', tagId)]),
      ...(fields === undefined ? [] : [fieldsMatch(viewer, 'customer', 'd', fields)]),
    ],
    sql` and `,
  )
}

/** R4: the same states as those of a deal. */
const talkConditions: Record<NonNullable<CustomerWishes['talks']>, RawBuilder<unknown>> = {
  unread: sql`d.unread_conversations > 0`,
  read: sql`(d.conversations > 0 and d.unread_conversations = 0)`,
  none: sql`d.conversations = 0`,
}

/** 0 is nobody. */
function isOf(ids: readonly number[]): RawBuilder<unknown> {
  const people = ids.filter((id) => id !== 0)
  const some = sql`d.responsible_user_id = any(${people}::bigint[])`
  if (people.length === ids.length) return some
  return people.length === 0
    ? sql`d.responsible_user_id is null`
    : sql`(d.responsible_user_id is null or ${some})`
}
