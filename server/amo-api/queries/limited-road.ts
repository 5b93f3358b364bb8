import { sql, type RawBuilder } from 'kysely'
import { isOneOf, type Viewer } from '#features/access'

/*
 * Roads for who does not see all: from the people one sees, by the index of responsibles, and from the cards one takes part
 * in. Walked by its ids, a table would be read past everybody else's rows. What one may see is still said by the predicates.
 */

type Entity = 'deals' | 'contacts' | 'customers'

export function seesAll(viewer: Viewer, entity: Entity): boolean {
  return viewer.isAdmin || viewer.rights[entity].view === 'all'
}

/** The rows of the people one sees; `all` selects the rows one may see and gets one more condition. */
export function ofPeople(
  viewer: Viewer,
  entity: Entity,
  alias: string,
  all: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const row = sql.ref(alias)
  return sql`select ${row}.* from (${peopleSeenBy(viewer, entity)}) who
    cross join lateral (${all} and ${row}.responsible_user_id = who.id) ${row}`
}

export function peopleSeenBy(viewer: Viewer, entity: Entity): RawBuilder<unknown> {
  return sql`select who.id from users who where who.account_id = ${viewer.accountId}
    and ${isOneOf(viewer, viewer.rights[entity].view, 'who')}`
}

/** `card_kind` and `card_id` of the cards one takes part in. */
export function cardsTakenPartIn({ accountId, userId, groupId }: Viewer): RawBuilder<unknown> {
  return sql`select card_kind, card_id from participants where account_id = ${accountId}
    and ((principal_kind = 'user' and principal_id = ${userId}) or (principal_kind = 'group' and principal_id = ${groupId}))`
}

/** The stages whose deals are seen by who takes incoming leads. */
export function incomingStages({ accountId }: Viewer): RawBuilder<unknown> {
  return sql`select pipeline_id, id from stages where account_id = ${accountId} and kind = 'incoming'`
}
