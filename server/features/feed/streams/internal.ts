import { sql } from 'kysely'
import type { FeedItem } from '#contract/feed'
import { findInternalMessages } from '#features/internal'
import { isBeyond, nearestFirst } from '../feed-place.ts'
import { says } from '../feed-search.ts'
import type { FeedStream } from '../stream.ts'

/** What colleagues write to each other in the card; whoever sees the card reads it. */
export const internal: FeedStream = {
  kind: 'internal',
  places(viewer, { card, from, direction, limit, hidden, search }) {
    if (hidden.has('internal')) return null
    const beyond = isBeyond('internal', from, direction, {
      at: sql`m.at`,
      sequence: sql`m.seq`,
      id: sql`m.id`,
    })
    return sql`select m.at, m.seq as sequence, m.id from internal_chats c
      cross join lateral (
        select m.at, m.seq, m.id from internal_messages m
        where m.account_id = c.account_id and m.chat_id = c.id and ${beyond}
          and ${search === null ? sql`true` : sql`m.deleted_at is null and ${says(sql`m.body`, search)}`}
        ${nearestFirst(direction, ['m.at', 'm.seq'])} limit ${limit}
      ) m
      where c.account_id = ${viewer.accountId} and c.kind = 'card' and c.card_kind = ${card.kind} and c.card_id = ${card.id}
      ${nearestFirst(direction, ['m.at', 'm.seq', 'm.id'])} limit ${limit}`
  },
  async load(db, viewer, ids) {
    const found = await findInternalMessages(db, viewer.accountId, ids)
    return new Map(
      found.map((message): [string, FeedItem] => [message.id, { type: 'internal', at: message.at, message }]),
    )
  },
}
