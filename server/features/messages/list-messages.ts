import { sql, type RawBuilder } from 'kysely'
import type { MessageView, Stretch } from '#contract/messages'
import { canSeeChat, seesConversation, seesMessage, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { selectMessages } from './message-views.ts'

export type ThreadRequest = { chatId: string; before?: string; after?: string; limit: number }
export type Thread = {
  items: MessageView[]
  stretches: Stretch[]
  before: string | null
  after: string | null
}

/** A page of a chat, newest last; stretches are the conversations that the page touches. What one may not see is left out. */
export async function listMessages(db: Read, viewer: Viewer, request: ThreadRequest): Promise<Thread> {
  if (!(await canSeeChat(db, viewer, request.chatId))) throw new AppError('chat.not_found')
  const isForward = request.after !== undefined
  const found = await selectMessages(db, pageOf(viewer, request))
  const hasMore = found.length > request.limit
  const items = isForward ? found.slice(0, request.limit) : found.slice(hasMore ? 1 : 0)
  const first = items[0]
  const last = items.at(-1)
  return {
    items,
    stretches: await findStretches(db, viewer, items),
    before: first && (isForward || hasMore) ? await cursorOf(db, viewer.accountId, first.id) : null,
    after: last ? await cursorOf(db, viewer.accountId, last.id) : (request.after ?? null),
  }
}

/** One row more than asked for tells whether there is another page. */
function pageOf(viewer: Viewer, request: ThreadRequest): RawBuilder<unknown> {
  const isForward = request.after !== undefined
  const edge = parseCursor(request.after ?? request.before)
  const beyond = isForward
    ? sql`(m.placed_at, m.external_seq, m.id) > (${edge?.at}::timestamptz, ${edge?.sequence}::bigint, ${edge?.id}::uuid)`
    : sql`(m.placed_at, m.external_seq, m.id) < (${edge?.at}::timestamptz, ${edge?.sequence}::bigint, ${edge?.id}::uuid)`
  const order = isForward
    ? sql`m.placed_at, m.external_seq, m.id`
    : sql`m.placed_at desc, m.external_seq desc, m.id desc`
  return sql`select page.*, row_number() over (order by page.placed_at, page.external_seq, page.id) as ord from (
    select m.* from messages m where m.account_id = ${viewer.accountId} and m.chat_id = ${request.chatId}
      and ${edge ? beyond : sql`true`} and ${seesMessage(viewer, 'm')}
    order by ${order} limit ${request.limit + 1}) page`
}

function parseCursor(cursor: string | undefined): { at: Date; sequence: string; id: string } | null {
  const match = /^(\d+)\.(-?\d+)\.([0-9a-f-]{36})$/.exec(cursor ?? '')
  return match?.[1] && match[2] && match[3]
    ? { at: new Date(Number(match[1])), sequence: match[2], id: match[3] }
    : null
}

async function cursorOf(db: Read, accountId: number, messageId: string): Promise<string | null> {
  const { rows } = await sql<{
    at: Date
    sequence: number
  }>`select placed_at as at, external_seq as sequence from messages
    where account_id = ${accountId} and id = ${messageId}`.execute(db)
  const row = rows[0]
  return row ? `${row.at.getTime()}.${row.sequence}.${messageId}` : null
}

async function findStretches(db: Read, viewer: Viewer, items: MessageView[]): Promise<Stretch[]> {
  const numbers = [...new Set(items.flatMap((item) => (item.number === null ? [] : [item.number])))]
  if (numbers.length === 0) return []
  const { rows } = await sql<
    Omit<Stretch, 'openedAt' | 'closedAt'> & { openedAt: Date; closedAt: Date | null }
  >`
    select v.number, v.opened_at as "openedAt", v.opened_way as way, v.closed_at as "closedAt",
      jsonb_build_object('kind', v.opened_by_kind, 'id', v.opened_by_id, 'name', coalesce(o.name, k.name)) as "openedBy",
      case when x.number is null then null else jsonb_build_object('kind', x.actor_kind, 'id', x.actor_id, 'name', w.name) end as "closedBy"
    from conversations v
    left join users o on v.opened_by_kind in ('user', 'api') and o.account_id = v.account_id and o.id = v.opened_by_id
    left join contacts k on v.opened_by_kind = 'client' and k.account_id = v.account_id and k.id = v.opened_by_id
    left join closures x on x.account_id = v.account_id and x.number = v.number
    left join users w on x.actor_kind in ('user', 'api') and w.account_id = x.account_id and w.id = x.actor_id
    where v.account_id = ${viewer.accountId} and v.number = any(${numbers}::bigint[]) and ${seesConversation(viewer, 'v')}
    order by v.number`.execute(db)
  return rows.map((row) => ({
    ...row,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  }))
}
