import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { InternalChatRow } from '#contract/internal'
import { seesInternalChat, type Viewer } from '#features/access'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'

export type Chat = {
  id: string
  kind: InternalChatRow['kind']
  card: CardRef | null
  createdBy: number
  lastSeq: number
  lastAt: Date
}

const columns = sql`c.id, c.kind, c.created_by as "createdBy", c.last_seq as "lastSeq", c.last_at as "lastAt",
  case when c.card_id is null then null else jsonb_build_object('kind', c.card_kind, 'id', c.card_id) end as card`

/** A chat of colleagues that one sees. Throws `internal.chat_not_found`. */
export async function requireChat(db: Read, viewer: Viewer, chatId: string): Promise<Chat> {
  const { rows } = await sql<Chat>`select ${columns} from internal_chats c
    where c.account_id = ${viewer.accountId} and c.id = ${chatId} and ${seesInternalChat(viewer, 'c')}`.execute(
    db,
  )
  if (!rows[0]) throw new AppError('internal.chat_not_found')
  return rows[0]
}

/** The same under its lock, which orders everything that happens in it. */
export async function lockChat(tx: Tx, viewer: Viewer, chatId: string): Promise<Chat> {
  await sql`select from internal_chats where account_id = ${viewer.accountId} and id = ${chatId} for update`.execute(
    tx,
  )
  return requireChat(tx, viewer, chatId)
}

/** Who is in a direct or group chat. */
export async function listMembers(db: Read, accountId: number, chatId: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select user_id as id from internal_members
    where account_id = ${accountId} and chat_id = ${chatId} order by at, user_id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Notifications of a chat are one line a person while they are unread. */
export const subjectOf = (chatId: string): string => `internal:${chatId}`

/** What a notification leads to: the chat and the message in it. */
export const thingOf = (chatId: string, messageId: string): string => `${chatId}/${messageId}`
