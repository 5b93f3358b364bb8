import { sql } from 'kysely'
import type { NotificationView } from '#contract/notifications'
import { seesConversation, type Viewer } from '#features/access'
import type { Read } from '#lib/db'

type Row = Omit<NotificationView, 'at' | 'contact'> & {
  at: Date
  /** Where it stands among the others: when it began, however long the client goes on. */
  since: Date
  contactId: number
  contactName: string
  contactAvatarUrl: string | null
}

/** One's notifications, newest first. What one may no longer see is left out. */
export async function listNotifications(
  db: Read,
  viewer: Viewer,
  request: { cursor?: string; limit: number },
): Promise<{ items: NotificationView[]; next: string | null }> {
  const edge = /^(\d+)\.([0-9a-f-]{36})$/.exec(request.cursor ?? '')
  const after = edge ? sql`(n.at, n.id) < (${new Date(Number(edge[1]))}, ${edge[2]}::uuid)` : sql`true`
  const { rows } = await sql<Row>`
    select n.id, n.kind, n.number, k.id as "contactId", k.name as "contactName",
      '/api/avatars/' || k.avatar_file_id as "contactAvatarUrl", h.kind as "channelKind",
      case when d.id is null then null else jsonb_build_object('kind', v.card_kind, 'id', d.id, 'name', d.name) end as card,
      coalesce(left(m.body, 200), '') as text, m.unsupported, case when m.has_attachments then (select t.kind
        from attachments t where t.account_id = m.account_id and t.message_id = m.id order by t.position limit 1) end as attachment,
      greatest(v.unread, 1) as count, n.at as since,
      greatest(n.at, m.placed_at) as at, n.read_at is not null as "isRead"
    from notifications n
    join conversations v on v.account_id = n.account_id and v.number = n.number
    join channels h on h.account_id = v.account_id and h.id = v.channel_id
    join contacts own on own.account_id = v.account_id and own.id = v.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join deals d on v.card_kind = 'deal' and d.account_id = v.account_id and d.id = v.card_id
    left join messages m on m.account_id = v.account_id and m.id = v.last_incoming_id
    where n.account_id = ${viewer.accountId} and n.user_id = ${viewer.userId} and ${after} and ${seesConversation(viewer, 'v')}
    order by n.at desc, n.id desc limit ${request.limit + 1}`.execute(db)
  const page = rows.slice(0, request.limit)
  const last = page.at(-1)
  return {
    items: page.map(({ contactId, contactName, contactAvatarUrl, at, since: _since, ...row }) => ({
      ...row,
      contact: { id: contactId, name: contactName, avatarUrl: contactAvatarUrl },
      at: at.toISOString(),
    })),
    next: rows.length > request.limit && last ? `${last.since.getTime()}.${last.id}` : null,
  }
}

export async function countUnread(db: Read, viewer: Viewer): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notifications n join conversations v on v.account_id = n.account_id and v.number = n.number
    where n.account_id = ${viewer.accountId} and n.user_id = ${viewer.userId} and n.read_at is null and ${seesConversation(viewer, 'v')}`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}
