import { sql, type RawBuilder } from 'kysely'
import type { ConversationRow, Preset } from '#contract/conversations'
import { seesConversation, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { searchCondition } from './search-conversations.ts'
import { selectRows } from './conversation-rows.ts'

export type ListRequest = {
  preset: Preset
  read: 'any' | 'read' | 'unread'
  sort: 'recent' | 'waiting'
  search?: string
  cursor?: string
  limit: number
}

/** One page of ImBox: keyset-paged, each order and preset over an index of its own. */
export async function listConversations(
  db: Read,
  viewer: Viewer,
  request: ListRequest,
): Promise<{ items: ConversationRow[]; next: string | null }> {
  const isWaiting = request.sort === 'waiting'
  const conditions = [
    sql`v.account_id = ${viewer.accountId}`,
    seesConversation(viewer, 'v'),
    ...presetConditions(viewer, request),
    ...cursorCondition(request, isWaiting),
  ]
  const order = isWaiting
    ? sql`v.waiting_since asc, v.number asc`
    : sql`v.last_message_at desc, v.number desc`
  const items = await selectRows(
    db,
    sql`select v.*, row_number() over (order by ${order}) as ord from conversations v
      where ${sql.join(conditions, sql` and `)} order by ${order} limit ${request.limit + 1}`,
  )
  const page = items.slice(0, request.limit)
  return { items: page, next: items.length > request.limit ? nextCursor(page.at(-1), isWaiting) : null }
}

function presetConditions(viewer: Viewer, request: ListRequest): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (request.search) conditions.push(searchCondition(viewer, request.search))
  else conditions.push(sql`v.closed_at is null`)
  if (request.preset === 'unanswered' || request.sort === 'waiting')
    conditions.push(sql`v.waiting_since is not null and v.closed_at is null`)
  if (request.preset === 'mine') conditions.push(sql`v.responsible_user_id = ${viewer.userId}`)
  if (request.read === 'unread') conditions.push(sql`v.read_at is null and v.closed_at is null`)
  if (request.read === 'read') conditions.push(sql`v.read_at is not null`)
  return conditions
}

function cursorCondition(request: ListRequest, isWaiting: boolean): RawBuilder<unknown>[] {
  const match = /^(\d+)\.(\d+)$/.exec(request.cursor ?? '')
  if (!match) return []
  const at = new Date(Number(match[1]))
  return isWaiting
    ? [sql`(v.waiting_since, v.number) > (${at}::timestamptz, ${match[2]}::bigint)`]
    : [sql`(v.last_message_at, v.number) < (${at}::timestamptz, ${match[2]}::bigint)`]
}

function nextCursor(row: ConversationRow | undefined, isWaiting: boolean): string | null {
  const at = isWaiting ? row?.waitingSince : row?.lastMessageAt
  return row && at ? `${new Date(at).getTime()}.${row.number}` : null
}
