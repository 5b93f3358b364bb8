import { sql, type RawBuilder } from 'kysely'
import { isOneOf, seesEverything } from './predicates.ts'
import type { Viewer } from './viewer.ts'

/** Whether the viewer sees only what some people answer for, what he takes part in, and incoming leads. */
export function isLimited(viewer: Viewer): boolean {
  const { deals, customers, contacts } = viewer.rights
  return !seesEverything(viewer) && [deals, customers, contacts].every(({ view }) => view !== 'all')
}

/** Rows `u` with the ids of those whose conversations a limited viewer may see. */
export function reachedPeople(viewer: Viewer): RawBuilder<unknown> {
  const { accountId, userId, groupId, rights, standsInFor } = viewer
  const reaches = new Set([rights.deals.view, rights.customers.view, rights.contacts.view])
  if (!reaches.has('group') && !reaches.has('own')) return sql`(select null::bigint as id where false) u`
  const widest = reaches.has('group') && groupId !== null ? 'group' : 'own'
  if (widest === 'own' && !standsInFor?.length) return sql`(select ${userId}::bigint as id) u`
  return sql`(select u.id from users u where u.account_id = ${accountId} and ${isOneOf(viewer, widest, 'u')}) u`
}

/** Selects the cards that the viewer takes part in. */
export function joinedCards({ accountId, userId, groupId }: Viewer): RawBuilder<unknown> {
  return sql`select p.card_kind, p.card_id from participants p where p.account_id = ${accountId}
    and ((p.principal_kind = 'user' and p.principal_id = ${userId}) or (p.principal_kind = 'group' and p.principal_id = ${groupId}))`
}

/**
 * Selects the numbers of all conversations that a limited viewer may see, and of some more: each is still to be judged by
 * `seesConversation`. Every way has its index, so that it costs what is reached, not what the account has.
 */
export function reachedConversations(viewer: Viewer): RawBuilder<unknown> {
  const { accountId } = viewer
  const each = (from: RawBuilder<unknown>, on: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`select v.number from ${from} cross join lateral (
      select v.number from conversations v where v.account_id = ${accountId} and ${on} offset 0) v`
  const people = reachedPeople(viewer)
  const isOnCard = sql`v.card_kind = card.card_kind and v.card_id = card.card_id`
  return sql.join(
    [
      each(people, sql`v.responsible_user_id = u.id and v.closed_at is null`),
      each(people, sql`v.responsible_user_id = u.id and v.closed_at is not null`),
      each(
        people,
        sql`v.contact_responsible_user_id = u.id and v.contact_responsible_user_id is distinct from v.responsible_user_id`,
      ),
      each(sql`(${joinedCards(viewer)}) card`, isOnCard),
      each(
        sql`(select 'deal' as card_kind, d.id as card_id from stages s cross join lateral (
            select d.id from deals d where d.account_id = s.account_id and d.pipeline_id = s.pipeline_id and d.stage_id = s.id offset 0) d
          where s.account_id = ${accountId} and s.kind = 'incoming') card`,
        isOnCard,
      ),
    ],
    sql` union all `,
  )
}
