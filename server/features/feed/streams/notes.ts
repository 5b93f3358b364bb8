import { sql } from 'kysely'
import type { FeedItem } from '#contract/feed'
import { findNotesByRequest, notesOf } from '#features/notes'
import { isBeyond, nearestFirst } from '../feed-place.ts'
import { says } from '../feed-search.ts'
import type { FeedStream } from '../stream.ts'

/** Notes on the card. Who sees the card sees them. */
export const notes: FeedStream = {
  kind: 'note',
  places(viewer, { card, from, direction, limit, hidden, search }) {
    if (hidden.has('notes')) return null
    const columns = { at: sql`n.created_at`, sequence: sql`0`, id: sql`n.request_id` }
    const order = nearestFirst(direction, ['n.created_at', 'n.request_id'])
    const where = sql`${isBeyond('note', from, direction, columns)}
      and ${says(sql`n.text`, search)}`
    return sql`select n.created_at as at, 0::bigint as sequence, n.request_id as id
      from (${notesOf(viewer.accountId, card, { where, order, limit })}) n ${order} limit ${limit}`
  },
  async load(db, viewer, ids) {
    const found = await findNotesByRequest(db, viewer, ids)
    return new Map(
      [...found].map(([id, note]): [string, FeedItem] => [id, { type: 'note', at: note.createdAt, note }]),
    )
  },
}
