import { sql, type RawBuilder } from 'kysely'
import { seesConversation, type Viewer } from '#features/access'
import { idsOf, rowsOf, type Gathered } from '#features/cards'
import { instantOf } from '#lib/keyset'
import { likeOf } from '#lib/like'
import type { WantedLines } from '../feed-page.ts'
import { isBeyond, nearestFirst } from '../feed-place.ts'

/** Messages of every conversation of the contacts, and of those that are attached to the cards. */
export function gatheredMessages(
  viewer: Viewer,
  gathered: Gathered,
  { from, direction, limit, hidden, search }: WantedLines,
): RawBuilder<unknown> | null {
  if (hidden.has('messages')) return null
  const beyond = isBeyond('message', from, direction, {
    at: sql`m.placed_at`,
    sequence: sql`m.external_seq`,
    id: sql`m.id`,
  })
  const order = nearestFirst(direction, ['m.placed_at', 'm.external_seq', 'm.id'])
  return sql`
    select m.placed_at as at, m.external_seq as sequence, m.id
    from (${conversationsOf(viewer, gathered, { from, direction, limit, search })}) v
    cross join lateral (
      select m.placed_at, m.external_seq, m.id from messages m
      where m.account_id = ${viewer.accountId} and m.number = v.number and ${beyond}
        and ${search === null ? sql`true` : sql`lower(m.body) like ${likeOf(search)} and m.deleted_at is null`}
      ${order} limit ${limit}
    ) m ${order} limit ${limit}`
}

/**
 * The conversations of which a page can have messages. Going back, every one has a message at its last instant: of those that
 * had ended by the asked place as many as a page has lines are enough.
 */
function conversationsOf(
  viewer: Viewer,
  { contacts, cards }: Gathered,
  { from, direction, limit, search }: Pick<WantedLines, 'from' | 'direction' | 'limit' | 'search'>,
): RawBuilder<unknown> {
  const seen = (rows: RawBuilder<unknown>, isOf: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select v.number, v.last_message_at from ${rows}
    join conversations v on v.account_id = ${viewer.accountId} and ${isOf} and ${seesConversation(viewer, 'v')}`
  const all = sql`${seen(idsOf(contacts), sql`v.contact_id = r.id`)}
    union ${seen(rowsOf(cards), sql`v.card_kind = r.kind and v.card_id = r.id`)}`
  if (search !== null) return all
  const at = from ? instantOf(from.at) : null
  if (direction === 'newer')
    return sql`select * from (${all}) v where v.last_message_at >= ${at ?? sql`'-infinity'`}`
  const latest = sql`order by v.last_message_at desc limit ${limit}`
  if (!at) return sql`select * from (${all}) v ${latest}`
  return sql`with mine as (${all})
    (select * from mine v where v.last_message_at < ${at} ${latest})
    union all select * from mine v where v.last_message_at >= ${at}`
}
