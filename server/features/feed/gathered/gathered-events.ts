import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '#features/access'
import { idsOf, rowsOf, type Gathered } from '#features/cards'
import { seesEvent } from '#features/event-list'
import type { WantedLines } from '../feed-page.ts'
import { isBeyond, nearestFirst } from '../feed-place.ts'
import { shownTypes } from '../streams/events.ts'

/**
 * What happened with the contacts, the companies and the cards. One event can be of several of them: it is told by its card,
 * else by its contact. What of a seen contact happened in a card that the viewer does not see is judged by the event.
 */
export function gatheredEvents(
  viewer: Viewer,
  { contacts, companies, cards }: Gathered,
  { from, direction, limit, hidden, search }: WantedLines,
): RawBuilder<unknown> | null {
  const types = shownTypes(hidden)
  if (types.length === 0 || search !== null) return null
  const columns = { at: sql`e.at`, sequence: sql`0`, id: sql`e.id` }
  const order = nearestFirst(direction, ['e.at', 'e.id'])
  const nearest = (rows: RawBuilder<unknown>, isOf: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select e.at, e.id from ${rows} cross join lateral (
      select e.at, e.id from events e
      where e.account_id = ${viewer.accountId} and ${isOf} and e.type not like 'message.%' and e.type = any(${types}::text[])
        and ${isBeyond('event', from, direction, columns)} and ${seesEvent(viewer, 'e')}
      ${order} limit ${limit}
    ) e`
  const isOfNoCard = sql`(e.card_id is null or e.card_id <> all(${cards.map(({ id }) => id)}::bigint[]))`
  const isOfNoContact = sql`(e.contact_id is null or e.contact_id <> all(${contacts}::bigint[]))`
  return sql`select e.at, 0::bigint as sequence, e.id from (
      ${nearest(rowsOf(cards), sql`e.card_kind = r.kind and e.card_id = r.id`)}
      union all ${nearest(idsOf(contacts), sql`e.contact_id = r.id and ${isOfNoCard}`)}
      union all ${nearest(
        idsOf(companies),
        sql`e.subject_kind = 'company' and e.subject_id = r.id::text and ${isOfNoCard} and ${isOfNoContact}`,
      )}
      union all ${nearest(
        sql`(select t.id from tasks t where t.account_id = ${viewer.accountId} and t.company_id = any(${companies}::bigint[])) r`,
        sql`e.subject_kind = 'task' and e.subject_id = r.id::text and ${isOfNoCard} and ${isOfNoContact}`,
      )}
    ) e ${order} limit ${limit}`
}
