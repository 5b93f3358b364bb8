import { sql, type RawBuilder } from 'kysely'
import type { NotificationView } from '#contract/notifications'
import { seesChat, seesConversation, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { loadBroken, loadIncoming, loadScheduled } from './load-lines.ts'

export type Line = {
  id: string
  kind: NotificationView['kind']
  /** Where it stands among the others: when it began, however long it goes on. */
  since: Date
  isRead: boolean
}

/** One's notifications, newest first. What one may no longer see is left out. */
export async function listNotifications(
  db: Read,
  viewer: Viewer,
  request: { cursor?: string; limit: number },
): Promise<{ items: NotificationView[]; next: string | null }> {
  const edge = /^(\d+)\.([0-9a-f-]{36})$/.exec(request.cursor ?? '')
  const after = edge ? sql`(n.at, n.id) < (${new Date(Number(edge[1]))}, ${edge[2]}::uuid)` : sql`true`
  const { rows } = await sql<Line>`
    select n.id, n.kind, n.at as since, n.read_at is not null as "isRead" from notifications n
    where n.account_id = ${viewer.accountId} and n.user_id = ${viewer.userId} and ${after} and ${mayBeSeen(viewer)}
    order by n.at desc, n.id desc limit ${request.limit + 1}`.execute(db)
  const page = rows.slice(0, request.limit)
  const last = page.at(-1)
  return {
    items: await load(db, viewer.accountId, page),
    next: rows.length > request.limit && last ? `${last.since.getTime()}.${last.id}` : null,
  }
}

/** What lines of each kind say, in the order of the page. */
async function load(db: Read, accountId: number, page: Line[]): Promise<NotificationView[]> {
  const of = (kind: Line['kind']): Line[] => page.filter((line) => line.kind === kind)
  const loaded = await Promise.all([
    loadIncoming(db, accountId, of('incoming')),
    loadBroken(db, accountId, of('channel')),
    loadScheduled(db, accountId, of('scheduled_failed')),
  ])
  const views = new Map(loaded.flat().map((view) => [view.id, view]))
  return page.flatMap(({ id }) => views.get(id) ?? [])
}

export async function countUnread(db: Read, viewer: Viewer): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notifications n
    where n.account_id = ${viewer.accountId} and n.user_id = ${viewer.userId} and n.read_at is null
      and ${mayBeSeen(viewer)}`.execute(db)
  return rows[0]?.count ?? 0
}

function mayBeSeen(viewer: Viewer): RawBuilder<boolean> {
  return sql<boolean>`case n.kind
    when 'incoming' then exists (select from conversations v
      where v.account_id = n.account_id and v.number = n.number and ${seesConversation(viewer, 'v')})
    when 'channel' then ${viewer.isAdmin}::boolean
    else exists (select from scheduled_messages s join chats c on c.account_id = s.account_id and c.id = s.chat_id
      where s.account_id = n.account_id and s.id = n.scheduled_id and ${seesChat(viewer, 'c')}) end`
}
