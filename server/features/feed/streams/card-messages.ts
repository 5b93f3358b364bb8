import { sql, type RawBuilder } from 'kysely'
import { seesConversation, type Viewer } from '#features/access'
import { instantOf } from '#lib/keyset'
import { likeOf } from '#lib/like'
import { isBeyond, nearestFirst } from '../feed-place.ts'
import type { StreamRequest } from '../stream.ts'

/** A search goes through so many conversations one by one; when these do not fill a page, it looks into all of the card. */
const mostSearched = 500

/**
 * The places of a card's messages. Conversations in several chats lie side by side in time, so that it takes two goes: the nearest
 * conversations are gone through until they fill a page, which says how far the page reaches at most; then the messages of all
 * conversations that have some in this stretch are merged. Both read about a page, however long the card is.
 */
export function cardMessages(viewer: Viewer, request: StreamRequest): RawBuilder<unknown> {
  const { direction, limit, search } = request
  const isOlder = direction === 'older'
  const order = nearestFirst(direction, ['m.placed_at', 'm.external_seq', 'm.id'])
  const messages = sql`messages m where m.account_id = ${viewer.accountId} and m.number = v.number and ${isAsked(request)}`
  const nearest = sql`v.closed_at is not null and ${endsBeyond(request)}
    ${nearestFirst(direction, ['v.last_message_at'])} limit ${search === null ? limit : sql.lit(mostSearched)}`
  return sql`
    with edge as materialized (
      select case when count(*) = ${limit} then ${isOlder ? sql`min` : sql`max`}(found.placed_at)
        else ${isOlder ? sql`'-infinity'` : sql`'infinity'`} end as at
      from (
        select m.placed_at from (
          select v.number from (${conversations(viewer, request, nearest)}) v
          ${nearestFirst(direction, ['v.last_message_at'])}
        ) v cross join lateral (select m.placed_at from ${messages} ${order} limit ${limit}) m limit ${limit}
      ) found
    )
    select m.placed_at as at, m.external_seq as sequence, m.id from edge
    cross join lateral (${conversations(viewer, request, reachingEdge(request))}) v
    cross join lateral (
      select m.placed_at, m.external_seq, m.id from ${messages} and m.placed_at ${isOlder ? sql`>=` : sql`<=`} edge.at
      ${order} limit ${limit}
    ) m
    ${order} limit ${limit}`
}

/** Conversations of the card: the open ones, which are few; the ended ones in which the asked place lies; and `others` that have ended. */
function conversations(
  viewer: Viewer,
  { card, from, direction }: StreamRequest,
  others: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const spanning = sql`v.closed_at is not null and v.last_message_at >= ${from && instantOf(from.at)}
    and v.first_message_at <= ${from && instantOf(from.at)}`
  const wanted = [sql`v.closed_at is null`, ...(from && direction === 'older' ? [spanning] : []), others]
  return sql.join(
    wanted.map(
      (rest) => sql`(select v.number, v.last_message_at from conversations v
        where v.account_id = ${viewer.accountId} and v.card_kind = ${card.kind} and v.card_id = ${card.id}
          and ${seesConversation(viewer, 'v')} and ${rest})`,
    ),
    sql` union all `,
  )
}

/** Older ones than the place have ended before it; newer ones end after it. Every conversation has a message at its last instant. */
function endsBeyond({ from, direction }: StreamRequest): RawBuilder<unknown> {
  if (!from) return sql`true`
  return sql`v.last_message_at ${direction === 'older' ? sql`<` : sql`>=`} ${instantOf(from.at)}`
}

/** Of these, the ones that have messages within the edge. A page has no more conversations than lines, but a search skips some. */
function reachingEdge(request: StreamRequest): RawBuilder<unknown> {
  const ended = sql`v.closed_at is not null and ${endsBeyond(request)}`
  if (request.direction === 'newer') return sql`${ended} and v.first_message_at <= edge.at`
  const reaching = sql`${ended} and v.last_message_at >= edge.at`
  return request.search === null
    ? sql`${reaching} order by v.last_message_at desc limit ${request.limit}`
    : reaching
}

function isAsked({ from, direction, search }: StreamRequest): RawBuilder<unknown> {
  const columns = { at: sql`m.placed_at`, sequence: sql`m.external_seq`, id: sql`m.id` }
  const says =
    search === null ? sql`true` : sql`lower(m.body) like ${likeOf(search.text)} and m.deleted_at is null`
  return sql`${isBeyond('message', from, direction, columns)} and ${says}`
}
