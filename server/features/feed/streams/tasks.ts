import { sql } from 'kysely'
import type { FeedItem } from '#contract/feed'
import { seesTask } from '#features/access'
import { findTasksByRequest } from '#features/tasks'
import { isBeyond, nearestFirst } from '../feed-place.ts'
import { says } from '../feed-search.ts'
import type { FeedStream } from '../stream.ts'

/** Tasks of the card, where they were made, as they are now. */
export const tasks: FeedStream = {
  kind: 'task',
  places(viewer, { card, from, direction, limit, hidden, search }) {
    if (hidden.has('tasks')) return null
    const columns = { at: sql`t.created_at`, sequence: sql`0`, id: sql`t.request_id` }
    return sql`select t.created_at as at, 0::bigint as sequence, t.request_id as id from tasks t
      where t.account_id = ${viewer.accountId} and t.card_kind = ${card.kind} and t.card_id = ${card.id} and t.deleted_at is null
        and ${isBeyond('task', from, direction, columns)} and ${seesTask(viewer, 't')}
        and ${says(sql`concat(t.text, ' ', t.result)`, search)}
      ${nearestFirst(direction, ['t.created_at', 't.request_id'])} limit ${limit}`
  },
  async load(db, viewer, ids) {
    const found = await findTasksByRequest(db, viewer, ids)
    return new Map(
      [...found].map(([id, task]): [string, FeedItem] => [id, { type: 'task', at: task.createdAt, task }]),
    )
  },
}
