import { sql, type RawBuilder } from 'kysely'
import type { InternalMessage } from '#contract/internal'
import { fileKindOf } from '#contract/split'
import type { Read } from '#lib/db'

type StoredFile = {
  position: number
  name: string
  mime: string
  sizeBytes: number
  width: number | null
  height: number | null
  isGone: boolean
  url: string
}
type Stored = Omit<InternalMessage, 'at' | 'editedAt' | 'deletedAt' | 'attachments'> & {
  at: Date
  editedAt: Date | null
  deletedAt: Date | null
  files: StoredFile[]
}

/** Messages of colleagues with everything a thread shows; `rest` selects rows of internal_messages. Oldest first. */
export async function selectInternal(db: Read, rest: RawBuilder<unknown>): Promise<InternalMessage[]> {
  const { rows } = await sql<Stored>`
    select m.id, m.chat_id as "chatId", m.seq, jsonb_build_object('id', m.author_user_id, 'name', u.name) as author,
      case when c.card_id is null then null else jsonb_build_object('kind', c.card_kind, 'id', c.card_id) end as card,
      m.body as text, m.at, m.edited_at as "editedAt", m.deleted_at as "deletedAt", ${recipients} as recipients,
      case when q.id is null then null else jsonb_build_object('id', q.id, 'authorName', qu.name, 'text', coalesce(
        nullif(left(q.body, 200), ''), (select f.name from internal_attachments t
          join files f on f.account_id = t.account_id and f.id = t.file_id
          where t.account_id = q.account_id and t.message_id = q.id order by t.position limit 1), '')) end as "replyTo",
      ${reactions} as reactions, ${files} as files
    from (${rest}) m
    join internal_chats c on c.account_id = m.account_id and c.id = m.chat_id
    join users u on u.account_id = m.account_id and u.id = m.author_user_id
    left join internal_messages q on q.account_id = m.account_id and q.id = m.reply_to_id
    left join users qu on qu.account_id = q.account_id and qu.id = q.author_user_id
    order by m.at, m.chat_id, m.seq`.execute(db)
  return rows.map(({ at, editedAt, deletedAt, files: given, ...row }) => ({
    ...row,
    at: at.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    deletedAt: deletedAt?.toISOString() ?? null,
    attachments: given.map(({ isGone, url, ...file }) => ({
      ...file,
      kind: fileKindOf(file.mime),
      durationSeconds: null,
      state: isGone ? 'gone' : 'ready',
      url: isGone ? null : url,
    })),
  }))
}

const recipients = sql`coalesce((select jsonb_agg(jsonb_build_object('kind', r.principal_kind, 'id', r.principal_id,
    'name', coalesce(ru.name, rg.name, '')) order by r.principal_kind desc, r.principal_id)
  from internal_recipients r
  left join users ru on r.principal_kind = 'user' and ru.account_id = r.account_id and ru.id = r.principal_id
  left join groups rg on r.principal_kind = 'group' and rg.account_id = r.account_id and rg.id = r.principal_id
  where r.account_id = m.account_id and r.message_id = m.id), '[]')`

const reactions = sql`coalesce((select jsonb_agg(jsonb_build_object('emoji', e.emoji, 'userIds', e.ids) order by e.since, e.emoji)
  from (select emoji, min(at) as since, jsonb_agg(user_id order by at, user_id) as ids from internal_reactions r
    where r.account_id = m.account_id and r.message_id = m.id group by emoji) e), '[]')`

const files = sql`coalesce((select jsonb_agg(jsonb_build_object('position', t.position, 'name', f.name, 'mime', f.mime,
    'sizeBytes', f.size_bytes, 'width', f.width, 'height', f.height, 'isGone', f.erased_at is not null,
    'url', '/api/files/' || f.id) order by t.position)
  from internal_attachments t join files f on f.account_id = t.account_id and f.id = t.file_id
  where t.account_id = m.account_id and t.message_id = m.id), '[]')`

/** Messages of these ids, oldest first. Rights are the caller's. */
export async function findInternalMessages(
  db: Read,
  accountId: number,
  ids: readonly string[],
): Promise<InternalMessage[]> {
  if (ids.length === 0) return []
  return selectInternal(
    db,
    sql`select m.* from internal_messages m where m.account_id = ${accountId} and m.id = any(${[...ids]}::uuid[])`,
  )
}

/** The one message of this id, which was just written. */
export async function getInternalMessage(db: Read, accountId: number, id: string): Promise<InternalMessage> {
  const [message] = await findInternalMessages(db, accountId, [id])
  if (!message) throw new Error('A message that was written is not there')
  return message
}
