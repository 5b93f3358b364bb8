import { sql, type RawBuilder } from 'kysely'
import {
  noticeKinds,
  notificationGroups,
  type NotificationGroup,
  type NotificationView,
} from '#contract/notifications'
import {
  seesChat,
  seesCompany,
  seesContact,
  seesConversation,
  seesNamedCard,
  type Viewer,
} from '#features/access'
import type { Read } from '#lib/db'
import { badCursor, instantOf, microseconds, pageRows } from '#lib/keyset'
import { isInCentre } from './settings.ts'
import { loadBroken, loadIncoming, loadNotices, loadScheduled } from './load-lines.ts'

export type Line = {
  id: string
  kind: NotificationView['kind']
  /** Where it stands among the others: when it began, however long it goes on. */
  since: Date
  isRead: boolean
}

/** One's notifications, newest first. What one may no longer see is left out. Throws `request.invalid` naming the cursor. */
export async function listNotifications(
  db: Read,
  viewer: Viewer,
  request: { cursor?: string | undefined; limit: number; group?: NotificationGroup | undefined },
): Promise<{ items: NotificationView[]; next: string | null; unread: UnreadByGroup | null }> {
  const edge = readEdge(request.cursor)
  const after = edge ? sql`(n.at, n.id) < (${instantOf(edge.micros)}, ${edge.id}::uuid)` : sql`true`
  const inGroup = request.group
    ? sql`n.kind = any(${[...notificationGroups[request.group]]}::text[])`
    : sql`true`
  const { rows } = await sql<Line & { micros: string }>`
    select n.id, n.kind, n.at as since, n.read_at is not null as "isRead", ${microseconds(sql`n.at`)} as micros
    from notifications n
    where n.account_id = ${viewer.accountId} and n.user_id = ${viewer.userId} and ${after} and ${inGroup} and ${isInCentre}
      and ${mayBeSeen(viewer)}
    order by n.at desc, n.id desc limit ${pageRows(request.limit)}`.execute(db)
  const page = rows.slice(0, request.limit)
  const last = page.at(-1)
  return {
    items: await load(db, viewer.accountId, page),
    next: rows.length > request.limit && last ? `${last.micros}.${last.id}` : null,
    unread: edge ? null : await countUnreadByGroup(db, viewer),
  }
}

function readEdge(cursor: string | undefined): { micros: string; id: string } | null {
  if (cursor === undefined) return null
  const [, micros, id] = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? []
  if (!micros || !id) throw badCursor('cursor')
  return { micros, id }
}

/** What somebody has not read, in the centre or not, newest first. */
export async function listUnread(
  db: Read,
  viewer: Viewer,
  { where, limit }: { where: RawBuilder<unknown>; limit: number },
): Promise<NotificationView[]> {
  const { rows } = await sql<Line>`
    select n.id, n.kind, n.at as since, false as "isRead" from notifications n
    where n.account_id = ${viewer.accountId} and n.user_id = ${viewer.userId} and n.read_at is null and ${where}
      and ${mayBeSeen(viewer)}
    order by n.at desc, n.id desc limit ${sql.lit(limit)}`.execute(db)
  return load(db, viewer.accountId, rows)
}

/** What lines of each kind say, in the order of the page. */
async function load(db: Read, accountId: number, page: Line[]): Promise<NotificationView[]> {
  const of = (...kinds: Line['kind'][]): Line[] => page.filter((line) => kinds.includes(line.kind))
  const loaded = await Promise.all([
    loadIncoming(db, accountId, of('incoming')),
    loadBroken(db, accountId, of('channel')),
    loadScheduled(db, accountId, of('scheduled_failed')),
    loadNotices(db, accountId, of(...noticeKinds)),
  ])
  const views = new Map(loaded.flat().map((view) => [view.id, view]))
  return page.flatMap(({ id }) => views.get(id) ?? [])
}

type UnreadByGroup = Record<NotificationGroup, number>

async function countUnreadByGroup(db: Read, viewer: Viewer): Promise<UnreadByGroup> {
  const { rows } = await sql<{ kind: NotificationView['kind']; count: number }>`
    select n.kind, count(*)::int as count from notifications n
    where n.account_id = ${viewer.accountId} and n.user_id = ${viewer.userId} and n.read_at is null
      and ${isInCentre} and ${mayBeSeen(viewer)} group by n.kind`.execute(db)
  const of = (kinds: readonly NotificationView['kind'][]): number =>
    rows.reduce((sum, { kind, count }) => (kinds.includes(kind) ? sum + count : sum), 0)
  const { clients, team, system } = notificationGroups
  return { clients: of(clients), team: of(team), system: of(system) }
}

export async function countUnread(db: Read, viewer: Viewer): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notifications n
    where n.account_id = ${viewer.accountId} and n.user_id = ${viewer.userId} and n.read_at is null
      and ${isInCentre} and ${mayBeSeen(viewer)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Whether the line `n` tells nothing that its reader may no longer see. */
export function mayBeSeen(viewer: Viewer): RawBuilder<boolean> {
  return sql<boolean>`case
    when n.kind = 'channel' then ${viewer.isAdmin}::boolean
    when n.kind = 'scheduled_failed' then exists (select from scheduled_messages s
      join chats c on c.account_id = s.account_id and c.id = s.chat_id
      where s.account_id = n.account_id and s.id = n.scheduled_id and ${seesChat(viewer, 'c')})
    when n.card_kind is not null then ${seesNamedCard(viewer, sql`n.card_kind`, sql`n.card_id`)}
    when n.number is not null then exists (select from conversations v
      where v.account_id = n.account_id and v.number = n.number and ${seesConversation(viewer, 'v')})
    when n.contact_id is not null then exists (select from contacts k
      where k.account_id = n.account_id and k.id = n.contact_id and ${seesContact(viewer, 'k')})
    when n.company_id is not null then exists (select from companies named
      join companies b on b.account_id = named.account_id and b.id = named.root_id
      where named.account_id = n.account_id and named.id = n.company_id and ${seesCompany(viewer, 'b')})
    else true end`
}
