import { sql, type RawBuilder } from 'kysely'
import type { ConversationRow } from '#contract/conversations'
import type { Read } from '#lib/db'
import { dueColumn, toDue } from './response-due.ts'

/** As the database gives a row of ImBox: one statement with everything a list shows. */
type Stored = Omit<
  ConversationRow,
  'openedAt' | 'closedAt' | 'waitingSince' | 'lastMessageAt' | 'channel' | 'contact' | 'lastMessage'
> & {
  openedAt: Date
  closedAt: Date | null
  waitingSince: Date | null
  lastMessageAt: Date
  channelId: number
  channelKind: ConversationRow['channel']['kind']
  channelName: string
  contactId: number
  contactName: string
  contactAvatarUrl: string | null
  message: StoredMessage | null
}

type StoredMessage = Omit<NonNullable<ConversationRow['lastMessage']>, 'author' | 'at'> & {
  at: string
  actorKind: NonNullable<ConversationRow['lastMessage']>['author']['kind']
  actorId: number | null
  actorName: string | null
}

/**
 * The columns and joins of a row of ImBox around conversations `v`; `where`, `order by` and `limit` are the caller's. `userId`:
 * whose marks stand on the rows; null, when they are told apart later.
 */
export async function selectRows(
  db: Read,
  userId: number | null,
  rest: RawBuilder<unknown>,
): Promise<ConversationRow[]> {
  return (await selectPlacedRows(db, userId, rest, sql<string>`''`)).map(({ row }) => row)
}

/** The same with the place of each in its list. */
export async function selectPlacedRows(
  db: Read,
  userId: number | null,
  rest: RawBuilder<unknown>,
  place: RawBuilder<string>,
): Promise<{ row: ConversationRow; place: string }[]> {
  const isMarked = (table: string): RawBuilder<unknown> =>
    userId === null
      ? sql`false`
      : sql`exists (select from ${sql.table(table)} x where x.account_id = v.account_id and x.user_id = ${userId} and x.number = v.number)`
  const { rows } = await sql<Stored & { place: string }>`
    select v.number, v.chat_id as "chatId", v.channel_id as "channelId", h.kind as "channelKind", h.name as "channelName",
      k.id as "contactId", k.name as "contactName", '/api/avatars/' || k.avatar_file_id as "contactAvatarUrl",
      case when d.id is null then null else jsonb_build_object('kind', v.card_kind, 'id', v.card_id, 'name', d.name,
        'pipelineId', p.id, 'pipelineName', p.name, 'stageId', s.id, 'stageName', s.name, 'stageColor', s.color) end as card,
      v.status, v.opened_way as way, v.opened_at as "openedAt", v.closed_at as "closedAt", v.read_at is not null as "isRead", v.unread,
      v.waiting_since as "waitingSince", ${dueColumn} as due, v.responsible_user_id as "responsibleUserId", v.last_message_at as "lastMessageAt",
      ${isMarked('stars')} as "isStarred", ${isMarked('subscriptions')} as "isSubscribed", m.message, ${place} as place
    from (${rest}) v
    join channels h on h.account_id = v.account_id and h.id = v.channel_id
    join contacts c on c.account_id = v.account_id and c.id = v.contact_id
    join contacts k on k.account_id = c.account_id and k.id = c.root_id
    left join cards d on d.account_id = v.account_id and d.kind = v.card_kind and d.id = v.card_id
    left join pipelines p on p.account_id = d.account_id and p.id = d.pipeline_id
    left join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
    left join lateral (
      select jsonb_build_object('id', m.id, 'direction', m.direction, 'actorKind', m.actor_kind, 'actorId', case when m.actor_kind <> 'outside' then m.actor_id end,
        'actorName', u.name, 'text', left(m.body, 200), 'attachment', case when m.has_attachments then (select t.kind
          from attachments t where t.account_id = m.account_id and t.message_id = m.id order by t.position limit 1) end,
        'unsupported', coalesce(m.unsupported, case when m.extra->'location' is not null then 'location' end), 'isDeleted', m.deleted_at is not null, 'at', m.placed_at, 'state', m.state) as message
      from messages m
      left join users u on m.actor_kind in ('user', 'api') and u.account_id = m.account_id and u.id = m.actor_id
      where m.account_id = v.account_id and m.id = v.last_message_id
    ) m on true
    order by v.ord`.execute(db)
  return rows.map((stored) => ({ row: rowOf(stored), place: stored.place }))
}

function rowOf(stored: Stored): ConversationRow {
  const { message } = stored
  return {
    number: stored.number,
    chatId: stored.chatId,
    channel: { id: stored.channelId, kind: stored.channelKind, name: stored.channelName },
    contact: { id: stored.contactId, name: stored.contactName, avatarUrl: stored.contactAvatarUrl },
    card: stored.card,
    status: stored.status,
    way: stored.way,
    openedAt: stored.openedAt.toISOString(),
    closedAt: stored.closedAt?.toISOString() ?? null,
    isRead: stored.isRead,
    unread: stored.unread,
    waitingSince: stored.waitingSince?.toISOString() ?? null,
    due: toDue(stored.due),
    responsibleUserId: stored.responsibleUserId,
    isStarred: stored.isStarred,
    isSubscribed: stored.isSubscribed,
    lastMessage: message && {
      id: message.id,
      direction: message.direction,
      author: {
        kind: message.actorKind,
        id: message.actorId,
        name: message.actorKind === 'client' ? stored.contactName : message.actorName,
      },
      text: message.text,
      attachment: message.attachment,
      unsupported: message.unsupported,
      isDeleted: message.isDeleted,
      at: new Date(message.at).toISOString(),
      state: message.state,
    },
    lastMessageAt: stored.lastMessageAt.toISOString(),
  }
}

/** Rows of these numbers, for an answer to a change or a live frame. Rights are the caller's. */
export async function findRows(
  db: Read,
  accountId: number,
  numbers: number[],
  userId: number | null = null,
): Promise<ConversationRow[]> {
  if (numbers.length === 0) return []
  return selectRows(
    db,
    userId,
    sql`select v.*, v.number as ord from conversations v where v.account_id = ${accountId} and v.number = any(${numbers}::bigint[])`,
  )
}
