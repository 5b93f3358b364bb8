import { sql } from 'kysely'
import type { NoticeView, NotificationOf } from '#contract/notifications'
import type { Read } from '#lib/db'
import type { Line } from './list-notifications.ts'

/** Kinds with rows of their own. */
type OwnKind = 'incoming' | 'channel' | 'scheduled_failed'
type Loaded<Kind extends OwnKind> = Promise<NotificationOf<Kind>[]>
/** A line as the database tells it: instants are dates there. */
type Row<Kind extends OwnKind> = Omit<NotificationOf<Kind>, 'at' | 'kind' | 'isRead'> & {
  at: Date
}

export async function loadIncoming(db: Read, accountId: number, lines: Line[]): Loaded<'incoming'> {
  if (lines.length === 0) return []
  const { rows } = await sql<Row<'incoming'>>`
    select n.id, n.number, ${client} as contact, h.kind as "channelKind",
      case when coalesce(d.id, c.id) is null then null
        else jsonb_build_object('kind', v.card_kind, 'id', v.card_id, 'name', coalesce(d.name, c.name)) end as card,
      coalesce(left(m.body, 200), '') as text, m.unsupported, case when m.has_attachments then (select t.kind
        from attachments t where t.account_id = m.account_id and t.message_id = m.id order by t.position limit 1) end as attachment,
      greatest(v.unread, 1) as count, greatest(n.at, m.placed_at) as at
    from notifications n
    join conversations v on v.account_id = n.account_id and v.number = n.number
    join channels h on h.account_id = v.account_id and h.id = v.channel_id
    join contacts own on own.account_id = v.account_id and own.id = v.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join deals d on v.card_kind = 'deal' and d.account_id = v.account_id and d.id = v.card_id
    left join customers c on v.card_kind = 'customer' and c.account_id = v.account_id and c.id = v.card_id
    left join messages m on m.account_id = v.account_id and m.id = v.last_incoming_id
    where n.account_id = ${accountId} and n.id = any(${idsOf(lines)}::uuid[])`.execute(db)
  return rows.map((row) => ({ ...row, ...common(row, lines), kind: 'incoming' }))
}

type Broken = Omit<Row<'channel'>, 'beganAt' | 'endedAt' | 'lostUntil'> & {
  beganAt: Date
  endedAt: Date | null
  lostUntil: Date | null
}

export async function loadBroken(db: Read, accountId: number, lines: Line[]): Loaded<'channel'> {
  if (lines.length === 0) return []
  const { rows } = await sql<Broken>`
    select n.id, jsonb_build_object('id', c.id, 'kind', c.kind, 'name', c.name) as channel, b.state,
      b.began_at as "beganAt", b.ended_at as "endedAt", b.lost_until as "lostUntil", coalesce(b.ended_at, n.at) as at
    from notifications n
    join channel_breakages b on b.account_id = n.account_id and b.id = n.breakage_id
    join channels c on c.account_id = b.account_id and c.id = b.channel_id
    where n.account_id = ${accountId} and n.id = any(${idsOf(lines)}::uuid[])`.execute(db)
  return rows.map((row) => ({
    ...row,
    ...common(row, lines),
    kind: 'channel',
    beganAt: row.beganAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    lostUntil: row.lostUntil?.toISOString() ?? null,
  }))
}

export async function loadScheduled(db: Read, accountId: number, lines: Line[]): Loaded<'scheduled_failed'> {
  if (lines.length === 0) return []
  const { rows } = await sql<Row<'scheduled_failed'>>`
    select n.id, (select max(v.number) from conversations v where v.account_id = c.account_id and v.chat_id = c.id) as number,
      ${client} as contact, h.kind as "channelKind", left(s.body, 200) as text, s.fail_code as "failCode", n.at,
      case when s.sent_at is not null then 'sent' when s.cancelled_at is not null then 'cancelled'
        when s.fail_code is null then 'waiting' else 'failed' end as state
    from notifications n
    join scheduled_messages s on s.account_id = n.account_id and s.id = n.scheduled_id
    join chats c on c.account_id = s.account_id and c.id = s.chat_id
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    where n.account_id = ${accountId} and n.id = any(${idsOf(lines)}::uuid[])`.execute(db)
  return rows.map((row) => ({ ...row, ...common(row, lines), kind: 'scheduled_failed' }))
}

/** Lines that carry their words. */
export async function loadNotices(db: Read, accountId: number, lines: Line[]): Promise<NoticeView[]> {
  if (lines.length === 0) return []
  const { rows } = await sql<Omit<NoticeView, 'at' | 'isRead'> & { at: Date }>`
    select n.id, n.kind, n.number, n.thing_id as "thingId", n.text, n.count, n.at,
      case when u.id is null then null else jsonb_build_object('id', u.id, 'name', u.name) end as by,
      case when k.id is null then null else ${client} end as contact,
      case when b.id is null then null else jsonb_build_object('id', b.id, 'name', b.name) end as company,
      case when n.card_id is null then null
        else jsonb_build_object('kind', n.card_kind, 'id', n.card_id, 'name', coalesce(d.name, c.name)) end as card
    from notifications n
    left join users u on u.account_id = n.account_id and u.id = n.by_user_id
    left join deals d on n.card_kind = 'deal' and d.account_id = n.account_id and d.id = n.card_id
    left join customers c on n.card_kind = 'customer' and c.account_id = n.account_id and c.id = n.card_id
    left join conversations v on v.account_id = n.account_id and v.number = n.number
    left join contacts own on own.account_id = n.account_id and own.id = coalesce(n.contact_id, v.contact_id)
    left join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join companies named on named.account_id = n.account_id and named.id = n.company_id
    left join companies b on b.account_id = named.account_id and b.id = named.root_id
    where n.account_id = ${accountId} and n.id = any(${idsOf(lines)}::uuid[])`.execute(db)
  return rows.map((row) => ({ ...row, ...common(row, lines) }))
}

/** Who it is of, the contact `k`. */
const client = sql`jsonb_build_object('id', k.id, 'name', k.name, 'avatarUrl', '/api/avatars/' || k.avatar_file_id)`

function idsOf(lines: Line[]): string[] {
  return lines.map(({ id }) => id)
}

function common(row: { id: string; at: Date }, lines: Line[]): { at: string; isRead: boolean } {
  return { at: row.at.toISOString(), isRead: lines.find(({ id }) => id === row.id)?.isRead ?? true }
}
