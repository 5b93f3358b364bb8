import { sql, type RawBuilder } from 'kysely'
import type { ChannelKind } from '#contract/channels'
import type { FeedItem } from '#contract/feed'
import { seesConversation, type Viewer } from '#features/access'
import { findMessages } from '#features/messages'
import type { Read } from '#lib/db'
import { instantOf } from '#lib/keyset'
import { likeOf } from '#lib/like'
import { isBeyond, nearestFirst } from '../feed-place.ts'
import type { FeedStream, StreamRequest } from '../stream.ts'

/** Messages of every conversation that is attached to the card. */
export const messages: FeedStream = {
  kind: 'message',
  places(viewer, request) {
    if (request.hidden.has('messages')) return null
    const { direction, limit, search } = request
    const beyond = isBeyondMessage(request)
    return sql`
      select m.placed_at as at, m.external_seq as sequence, m.id
      from (${conversationsOf(viewer, request)}) v
      cross join lateral (
        select m.placed_at, m.external_seq, m.id from messages m
        where m.account_id = v.account_id and m.number = v.number and ${beyond}
          and ${search === null ? sql`true` : sql`lower(m.body) like ${likeOf(search)} and m.deleted_at is null`}
        ${nearestFirst(direction, ['m.placed_at', 'm.external_seq', 'm.id'])} limit ${limit}
      ) m
      ${nearestFirst(direction, ['m.placed_at', 'm.external_seq', 'm.id'])} limit ${limit}`
  },
  async load(db, viewer, ids) {
    const [found, channels] = await Promise.all([
      findMessages(db, viewer.accountId, ids),
      channelsOf(db, viewer.accountId, ids),
    ])
    return new Map(
      found.flatMap((message): [string, FeedItem][] => {
        const channelKind = channels.get(message.id)
        return channelKind ? [[message.id, { type: 'message', at: message.at, channelKind, message }]] : []
      }),
    )
  },
}

/**
 * The conversations of which a page can have messages. Every one has a message at its last instant: of those that had ended
 * by the asked place as many as a page has lines are enough; of those that go on after it, those whose next message comes
 * first. A search may pass over all of them.
 */
function conversationsOf(viewer: Viewer, request: StreamRequest): RawBuilder<unknown> {
  const { card, from, direction, limit, search } = request
  const ofCard = sql`select v.account_id, v.number from conversations v
    where v.account_id = ${viewer.accountId} and v.card_kind = ${card.kind} and v.card_id = ${card.id} and ${seesConversation(viewer, 'v')}`
  if (search !== null) return ofCard
  if (direction === 'newer') {
    const at = from ? instantOf(from.at) : sql`'-infinity'`
    return sql`select v.account_id, v.number from (${ofCard} and v.last_message_at >= ${at}) v
      cross join lateral (
        select m.placed_at, m.external_seq, m.id from messages m
        where m.account_id = v.account_id and m.number = v.number and ${isBeyondMessage(request)}
        order by m.placed_at, m.external_seq, m.id limit 1
      ) next
      order by next.placed_at, next.external_seq, next.id limit ${limit}`
  }
  const latest = sql`order by v.last_message_at desc limit ${limit}`
  if (!from) return sql`${ofCard} ${latest}`
  const at = instantOf(from.at)
  return sql`(${ofCard} and v.last_message_at < ${at} ${latest}) union all ${ofCard} and v.last_message_at >= ${at}`
}

function isBeyondMessage({ from, direction }: StreamRequest): RawBuilder<boolean> {
  return isBeyond('message', from, direction, {
    at: sql`m.placed_at`,
    sequence: sql`m.external_seq`,
    id: sql`m.id`,
  })
}

async function channelsOf(db: Read, accountId: number, ids: string[]): Promise<Map<string, ChannelKind>> {
  const { rows } = await sql<{ id: string; kind: ChannelKind }>`
    select m.id, h.kind from messages m
    join chats c on c.account_id = m.account_id and c.id = m.chat_id
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    where m.account_id = ${accountId} and m.id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, kind }) => [id, kind]))
}
