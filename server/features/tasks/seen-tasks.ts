import { sql, type RawBuilder } from 'kysely'
import { isOneOf, joinedCards, type Viewer } from '#features/access'

/** Whether the viewer sees the tasks of some people only, those he has made, and those of cards he takes part in. */
export function isLimited({ isAdmin, rights }: Viewer): boolean {
  return !isAdmin && rights.tasks.view !== 'all'
}

/**
 * `all` (a select of tasks `t` that asks what the viewer may see) for a limited viewer, by every way in which he may see one: of each
 * person by that person's index, of his making, of each card. `page` ends what is read of each.
 */
export function ofSeenTasks(
  viewer: Viewer,
  all: RawBuilder<unknown>,
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { accountId, userId, rights } = viewer
  return sql`
    select t.* from users u cross join lateral (${all} and t.responsible_user_id = u.id ${page}) t
      where u.account_id = ${accountId} and ${isOneOf(viewer, rights.tasks.view, 'u')}
    union select t.* from (${all} and t.created_by = ${userId} ${page}) t
    union select t.* from (select distinct * from (${joinedCards(viewer)}) c) c
      cross join lateral (${all} and t.card_kind = c.card_kind and t.card_id = c.card_id ${page} offset 0) t`
}
