import { sql, type RawBuilder } from 'kysely'
import { isOneOf, takesIncoming, type Viewer } from '#features/access'

/** Whether the viewer sees only the deals of some people, those he takes part in, and incoming leads. */
export function isLimited({ isAdmin, rights }: Viewer): boolean {
  return !isAdmin && rights.deals.view !== 'all'
}

/** The people `u` whose deals a limited viewer sees. */
export function seenPeople(viewer: Viewer): RawBuilder<unknown> {
  return isOneOf(viewer, viewer.rights.deals.view, 'u')
}

/** Ids of the deals the viewer takes part in; who has left one is judged by its own predicate. */
export function dealsTakenPartIn({ accountId, userId, groupId }: Viewer): RawBuilder<unknown> {
  return sql`(select distinct p.card_id from participants p where p.account_id = ${accountId} and p.card_kind = 'deal'
    and ((p.principal_kind = 'user' and p.principal_id = ${userId})
      or (p.principal_kind = 'group' and p.principal_id = ${groupId})))`
}

/**
 * `all` (a select of deals `d`) for a limited viewer: of each person he sees by that person's index, of those he takes
 * part in, and of the incoming leads. `page` ends what is read of each.
 */
export function ofSeenPeople(
  viewer: Viewer,
  all: RawBuilder<unknown>,
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select d.* from users u cross join lateral (${all} and d.responsible_user_id = u.id ${page}) d
      where u.account_id = ${viewer.accountId} and ${seenPeople(viewer)}
    union
    select d.* from ${dealsTakenPartIn(viewer)} p cross join lateral (${all} and d.id = p.card_id) d
    ${takesIncoming(viewer) ? sql`union ${ofIncoming(viewer, all, page)}` : sql``}`
}

/** Of the stages of incoming leads, each by its stretch of the index: that is what `offset 0` does. */
function ofIncoming(
  viewer: Viewer,
  all: RawBuilder<unknown>,
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`select d.* from stages lead cross join lateral (
      ${all} and d.pipeline_id = lead.pipeline_id and d.stage_id = lead.id ${page} offset 0) d
    where lead.account_id = ${viewer.accountId} and lead.kind = 'incoming'`
}
