import { sql, type RawBuilder } from 'kysely'
import { isOneOf, type Viewer } from '#features/access'

/** Whether the viewer sees only the customers of some people, and those he takes part in. */
export function isLimited({ isAdmin, rights }: Viewer): boolean {
  return !isAdmin && rights.customers.view !== 'all'
}

/**
 * `all` (a select of customers `d`) for a limited viewer: of each person he sees by that person's index, and of those he takes
 * part in. `page` ends what is read of each person.
 */
export function ofSeenPeople(
  viewer: Viewer,
  all: RawBuilder<unknown>,
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { accountId, userId, groupId, rights } = viewer
  return sql`
    select d.* from users u cross join lateral (${all} and d.responsible_user_id = u.id ${page}) d
      where u.account_id = ${accountId} and ${isOneOf(viewer, rights.customers.view, 'u')}
    union all
    select d.* from (select distinct p.card_id from participants p where p.account_id = ${accountId} and p.card_kind = 'customer'
        and ((p.principal_kind = 'user' and p.principal_id = ${userId})
          or (p.principal_kind = 'group' and p.principal_id = ${groupId}))) p
      cross join lateral (${all} and d.id = p.card_id) d
      where not exists (select from users u where u.account_id = ${accountId} and u.id = d.responsible_user_id
        and ${isOneOf(viewer, rights.customers.view, 'u')})`
}
