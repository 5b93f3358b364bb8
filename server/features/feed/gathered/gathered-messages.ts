import { sql, type RawBuilder } from 'kysely'
import { seesConversation, type Viewer } from '#features/access'
import { idsOf, rowsOf, type Gathered } from '#features/cards'
import { instantOf } from '#lib/keyset'
import { likeOf } from '#lib/like'
import type { WantedLines } from '../feed-page.ts'
import { isBeyond, nearestFirst } from '../feed-place.ts'
import { messagesWithWords } from '../feed-search.ts'

/** Messages of every conversation of the contacts, and of those that are attached to the cards. */
export function gatheredMessages(
  viewer: Viewer,
  gathered: Gathered,
  wanted: WantedLines,
): RawBuilder<unknown> | null {
  if (wanted.hidden.has('messages')) return null
  const index = wanted.search?.index
  if (!index) return mergedMessages(viewer, gathered, wanted)
  const { contacts, cards } = gathered
  return messagesWithWords(viewer, index, wanted, {
    nearest: (limit) => mergedMessages(viewer, gathered, { ...wanted, limit, search: null }),
    isOf: sql`(v.contact_id = any(${contacts}::bigint[])
      or (v.card_kind, v.card_id) in (select r.kind, r.id from ${rowsOf(cards)})) and ${seesConversation(viewer, 'v')}`,
  })
}

function mergedMessages(
  viewer: Viewer,
  gathered: Gathered,
  { from, direction, limit, search }: WantedLines,
): RawBuilder<unknown> {
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
        and ${search === null ? sql`true` : sql`lower(m.body) like ${likeOf(search.text)} and m.deleted_at is null`}
      ${order} limit ${limit}
    ) m ${order} limit ${limit}`
}

/**
 * The conversations of which a page can have messages. Every one has a message at its last instant. Going back, of those that had
 * ended by the asked place as many as a page has lines are enough; going on, when so many have ended the page is full, and those that
 * began later have nothing on it.
 */
function conversationsOf(
  viewer: Viewer,
  { contacts, cards }: Gathered,
  { from, direction, limit, search }: Pick<WantedLines, 'from' | 'direction' | 'limit' | 'search'>,
): RawBuilder<unknown> {
  const seen = (rows: RawBuilder<unknown>, isOf: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select v.number, v.last_message_at, v.first_message_at from ${rows}
    join conversations v on v.account_id = ${viewer.accountId} and ${isOf} and ${seesConversation(viewer, 'v')}`
  const all = sql`${seen(idsOf(contacts), sql`v.contact_id = r.id`)}
    union ${seen(rowsOf(cards), sql`v.card_kind = r.kind and v.card_id = r.id`)}`
  if (search !== null) return all
  const at = from ? instantOf(from.at) : null
  if (direction === 'newer') {
    const since = at ?? sql`'-infinity'`
    return sql`with mine as (${all}), full_by as (
        select case when count(*) = ${limit} then max(ended.last_message_at) else 'infinity' end as at from (
          select v.last_message_at from mine v where v.last_message_at > ${since} order by v.last_message_at limit ${limit}) ended
      )
      select v.number, v.last_message_at from mine v cross join full_by
      where v.last_message_at >= ${since} and v.first_message_at <= full_by.at`
  }
  const latest = sql`order by v.last_message_at desc limit ${limit}`
  if (!at) return sql`select * from (${all}) v ${latest}`
  return sql`with mine as (${all})
    (select * from mine v where v.last_message_at < ${at} ${latest})
    union all select * from mine v where v.last_message_at >= ${at} and v.first_message_at <= ${at}`
}
