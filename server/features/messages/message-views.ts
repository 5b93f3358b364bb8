import { sql, type RawBuilder } from 'kysely'
import type { ChannelKind } from '#contract/channels'
import type { ActorKind } from '#contract/common'
import type { MessageView } from '#contract/messages'
import type { Read } from '#lib/db'

type Stored = Omit<MessageView, 'author' | 'at' | 'receivedAt' | 'editedAt' | 'deletedAt'> & {
  actorKind: ActorKind
  actorId: number | null
  actorName: string | null
  at: Date
  receivedAt: Date
  editedAt: Date | null
  deletedAt: Date | null
}

export type MessageOfChannel = { channelKind: ChannelKind; message: MessageView }

/** Messages with everything a thread shows, in one statement; `rest` selects rows of messages with their `ord`. */
export async function selectMessages(db: Read, rest: RawBuilder<unknown>): Promise<MessageView[]> {
  return (await selectMessagesOfChannels(db, rest)).map(({ message }) => message)
}

async function selectMessagesOfChannels(db: Read, rest: RawBuilder<unknown>): Promise<MessageOfChannel[]> {
  const { rows } = await sql<Stored & { channelKind: ChannelKind }>`
    select h.kind as "channelKind", m.id, m.chat_id as "chatId", m.number, m.direction, m.kind, m.unsupported, m.actor_kind as "actorKind",
      case when m.actor_kind = 'outside' then oa.user_id else m.actor_id end as "actorId", case when m.actor_kind = 'client' then k.name else u.name end as "actorName",
      m.body as text, m.extra->'location' as location, coalesce(m.entities, '[]') as entities, m.placed_at as at, m.received_at as "receivedAt", m.is_late as "isLate",
      m.edited_at as "editedAt", m.deleted_at as "deletedAt",
      (select jsonb_build_object('kind', g.kind, 'text', g.text, 'refusedCode', g.refused_code) from message_changes g
        where m.direction = 'out' and g.account_id = m.account_id and g.message_id = m.id) as change,
       m.forwarded_from as "forwardedFrom", m.state,
      case when q.id is not null then jsonb_build_object('id', q.id, 'text', coalesce(nullif(m.quote->>'text', ''),
          nullif(left(q.body, 200), ''), case when q.has_attachments then (select a.name from attachments a where a.account_id = q.account_id
            and a.message_id = q.id order by a.position limit 1) end, ''),
          'authorName', case when q.actor_kind = 'client' then k.name else qu.name end)
        when m.quote is not null then jsonb_build_object('id', null, 'text', m.quote->>'text', 'authorName', m.quote->>'authorName')
        end as "replyTo",
      coalesce((select jsonb_agg(jsonb_build_object('side', r.side, 'emoji', r.emoji) order by r.side, r.at, r.emoji) from reactions r
        where r.account_id = m.account_id and r.message_id = m.id), '[]') as reactions,
      coalesce(t.list, '[]') as attachments, coalesce(p.list, '[]') as parts
    from (${rest}) m
    join chats c on c.account_id = m.account_id and c.id = m.chat_id
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join outside_authors oa on m.actor_kind = 'outside' and oa.account_id = m.account_id and oa.id = m.actor_id
    left join users u on u.account_id = m.account_id
      and u.id = case when m.actor_kind in ('user', 'api') then m.actor_id else oa.user_id end
    left join messages q on q.account_id = m.account_id and q.id = m.reply_to_id
    left join outside_authors qa on q.actor_kind = 'outside' and qa.account_id = q.account_id and qa.id = q.actor_id
    left join users qu on qu.account_id = q.account_id
      and qu.id = case when q.actor_kind in ('user', 'api') then q.actor_id else qa.user_id end
    left join lateral (
      select jsonb_agg(jsonb_build_object('position', t.position, 'kind', t.kind, 'name', t.name, 'mime', coalesce(f.mime, t.mime),
        'sizeBytes', coalesce(f.size_bytes, t.size_bytes), 'durationSeconds', t.duration_seconds, 'width', coalesce(f.width, t.width),
        'height', coalesce(f.height, t.height), 'state', case when t.wait_reason is null then t.state else 'no_room' end,
        'url', case when t.file_id is null then null else '/api/files/' || t.file_id end) order by t.position) as list
      from attachments t left join files f on f.account_id = t.account_id and f.id = t.file_id
      where m.has_attachments and t.account_id = m.account_id and t.message_id = m.id
    ) t on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('position', p.position, 'state', p.state, 'failCode', p.fail_code,
        'nextTryAt', to_char(p.next_try_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'files', to_jsonb(p.files),
        'text', coalesce(p.sent_text, '')) order by p.position) as list
      from message_parts p where m.direction = 'out' and p.account_id = m.account_id and p.message_id = m.id
    ) p on true
    order by m.ord`.execute(db)
  return rows.map(
    ({ channelKind, actorKind, actorId, actorName, at, receivedAt, editedAt, deletedAt, ...row }) => ({
      channelKind,
      message: {
        ...row,
        author: { kind: actorKind, id: actorId, name: actorName },
        at: at.toISOString(),
        receivedAt: receivedAt.toISOString(),
        editedAt: editedAt?.toISOString() ?? null,
        deletedAt: deletedAt?.toISOString() ?? null,
      },
    }),
  )
}

/** Messages of these ids, in the order of their places. Rights are the caller's. */
export async function findMessages(db: Read, accountId: number, ids: string[]): Promise<MessageView[]> {
  return (await findMessagesOfChannels(db, accountId, ids)).map(({ message }) => message)
}

/** The same, each with the messenger that it belongs to. */
export async function findMessagesOfChannels(
  db: Read,
  accountId: number,
  ids: string[],
): Promise<MessageOfChannel[]> {
  if (ids.length === 0) return []
  return selectMessagesOfChannels(
    db,
    sql`select m.*, row_number() over (order by m.placed_at, m.external_seq, m.id) as ord from messages m
      where m.account_id = ${accountId} and m.id = any(${ids}::uuid[])`,
  )
}
