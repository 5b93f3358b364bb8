import { sql } from 'kysely'
import type { AttachmentKind } from '#contract/messages'
import type { Read } from '#lib/db'

/** A message as its visitor may see it: of colleagues nothing but the name. */
export type ThreadRow = {
  /** Of the message in our database. */
  messageId: string
  /** The id the visitor knows: his own widget's for what he wrote. */
  shownId: string
  isMine: boolean
  authorName: string | null
  isAutomatic: boolean
  text: string
  at: Date
  state: string | null
  isRead: boolean
  isEdited: boolean
  files: ThreadFile[]
}

type ThreadFile = {
  position: number
  kind: AttachmentKind
  name: string
  mime: string | null
  sizeBytes: number | null
  fileId: string | null
}

type Chat = { accountId: number; chatId: string }

// What has not left yet, could not or was taken back is no business of the visitor's.
const isShown = sql`(m.direction = 'in' or m.state in ('sent', 'delivered', 'read')) and m.kind = 'text' and m.deleted_at is null`

// A colleague has looked at the conversation after the message came: at all of it, or as far as this message; the second also when
// it was not meant for him. The button's settings may keep it from visitors.
const isReadByColleague = sql`m.direction = 'in' and (exists (
  select from readings r left join messages u on u.account_id = r.account_id and u.id = r.up_to
  where r.account_id = m.account_id and r.number = m.number and r.at >= m.received_at
    and (u.id is null or u.placed_at >= m.placed_at)) or exists (
  select from chats c join messages u on u.account_id = c.account_id and u.id = c.marked_read_id
  where c.account_id = m.account_id and c.id = m.chat_id
    and (u.placed_at, u.external_seq, u.id) >= (m.placed_at, m.external_seq, m.id))) and exists (
  select from chats c join channels h on h.account_id = c.account_id and h.id = c.channel_id
  where c.account_id = m.account_id and c.id = m.chat_id and coalesce(h.settings->>'sendsReadMarks', 'true') = 'true')`

const columns = sql`
  m.id as "messageId", m.direction = 'in' as "isMine", m.body as text, m.placed_at as at, m.state, u.name as "authorName",
  m.actor_kind in ('system', 'bot') as "isAutomatic",
  coalesce(case when m.direction = 'in' then
    (select p.external_id from message_parts p where p.account_id = m.account_id and p.message_id = m.id
      order by p.position limit 1) end, m.id::text) as "shownId",
  ${isReadByColleague} as "isRead", m.edited_at is not null as "isEdited",
  case when m.has_attachments then (
    select coalesce(jsonb_agg(jsonb_build_object('position', f.position, 'kind', f.kind, 'name', f.name, 'mime', f.mime,
      'sizeBytes', f.size_bytes, 'fileId', case when f.state = 'ready' then f.file_id end) order by f.position), '[]')
    from attachments f where f.account_id = m.account_id and f.message_id = m.id) else '[]' end as files`

const author = sql`left join users u on m.direction = 'out' and m.actor_kind = 'user'
  and u.account_id = m.account_id and u.id = m.actor_id`

/** Newest first, from before a message of the same chat, or from the end. */
export async function listThread(
  db: Read,
  { accountId, chatId }: Chat,
  page: { beforeMessageId: string | null; limit: number },
): Promise<ThreadRow[]> {
  const { rows } = await sql<ThreadRow>`
    select ${columns} from messages m ${author}
    where m.account_id = ${accountId} and m.chat_id = ${chatId} and ${isShown}
      and (${page.beforeMessageId}::uuid is null or (m.placed_at, m.external_seq, m.id) < (
        select b.placed_at, b.external_seq, b.id from messages b
        where b.account_id = ${accountId} and b.chat_id = ${chatId} and b.id = ${page.beforeMessageId}::uuid))
    order by m.placed_at desc, m.external_seq desc, m.id desc limit ${page.limit}`.execute(db)
  return rows
}

/** Those of the messages that the visitor of the chat may see, oldest first. */
export async function listThreadMessages(
  db: Read,
  accountId: number,
  ids: string[],
): Promise<(ThreadRow & { chatId: string })[]> {
  const { rows } = await sql<ThreadRow & { chatId: string }>`
    select m.chat_id as "chatId", ${columns} from messages m ${author}
    where m.account_id = ${accountId} and m.id = any(${ids}::uuid[]) and ${isShown}
    order by m.placed_at, m.external_seq, m.id`.execute(db)
  return rows
}

/** The visitor's message by the id his widget gave it. */
export async function findOwnMessage(
  db: Read,
  { accountId, chatId }: Chat,
  externalId: string,
): Promise<ThreadRow | null> {
  const { rows } = await sql<ThreadRow>`
    select ${columns} from message_parts own
    join messages m on m.account_id = own.account_id and m.id = own.message_id and m.direction = 'in' ${author}
    where own.account_id = ${accountId} and own.chat_id = ${chatId} and own.external_id = ${externalId}`.execute(
    db,
  )
  return rows[0] ?? null
}

/** The newest of the visitor's messages that a colleague has read, by the id the widget knows. */
export async function findLastRead(db: Read, { accountId, chatId }: Chat): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select (select p.external_id from message_parts p where p.account_id = m.account_id and p.message_id = m.id
      order by p.position limit 1) as id
    from (
      select m.* from messages m where m.account_id = ${accountId} and m.chat_id = ${chatId} and m.direction = 'in'
      order by m.placed_at desc, m.external_seq desc, m.id desc limit 50
    ) m
    where ${isReadByColleague}
    order by m.placed_at desc, m.external_seq desc, m.id desc limit 1`.execute(db)
  return rows[0]?.id ?? null
}

/** The messenger's ids of a message sent to the visitor; empty when there is none in this chat. */
export async function listSentParts(
  db: Read,
  { accountId, chatId }: Chat,
  messageId: string,
): Promise<string[]> {
  const { rows } = await sql<{ externalId: string }>`
    select p.external_id as "externalId" from message_parts p
    join messages m on m.account_id = p.account_id and m.id = p.message_id and m.direction = 'out'
    where p.account_id = ${accountId} and p.chat_id = ${chatId} and p.message_id = ${messageId} and p.external_id is not null
    order by p.position`.execute(db)
  return rows.map((row) => row.externalId)
}

/** Parts of these messages that the visitor has just got for the first time. */
export async function listUndelivered(
  db: Read,
  accountId: number,
  messageIds: string[],
): Promise<{ messageId: string; externalId: string }[]> {
  const { rows } = await sql<{ messageId: string; externalId: string }>`
    select p.message_id as "messageId", p.external_id as "externalId" from message_parts p
    where p.account_id = ${accountId} and p.message_id = any(${messageIds}::uuid[]) and p.state = 'sent'
      and p.external_id is not null
    order by p.message_id, p.position`.execute(db)
  return rows
}

export async function findUserName(db: Read, accountId: number, userId: number): Promise<string | null> {
  const row = await db
    .selectFrom('users')
    .select('name')
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .executeTakeFirst()
  return row?.name ?? null
}
