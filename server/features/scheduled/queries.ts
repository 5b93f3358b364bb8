import { sql, type RawBuilder } from 'kysely'
import type { CardRef } from '#contract/common'
import type { ScheduledFailCode, ScheduledMessage } from '#contract/scheduled'
import { seesChat, type Viewer } from '#features/access'
import { findFiles, toFileView } from '#features/files'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'

export type Scheduled = {
  id: string
  chatId: string
  userId: number
  userName: string
  text: string
  fileIds: string[]
  replyToId: string | null
  card: CardRef | null
  at: Date
  failCode: ScheduledFailCode | null
  sentAt: Date | null
  cancelledAt: Date | null
}

const columns = sql`s.id, s.chat_id as "chatId", s.user_id as "userId", u.name as "userName", s.body as text,
  s.file_ids as "fileIds", s.reply_to_id as "replyToId", case when s.card_id is null then null
    else jsonb_build_object('kind', s.card_kind, 'id', s.card_id) end as card, s.at, s.fail_code as "failCode",
  s.sent_at as "sentAt", s.cancelled_at as "cancelledAt"`
const source = sql`scheduled_messages s join users u on u.account_id = s.account_id and u.id = s.user_id`

/** What has not left in a chat, soonest first. */
export async function listWaiting(db: Read, accountId: number, chatId: string): Promise<Scheduled[]> {
  const { rows } = await sql<Scheduled>`select ${columns} from ${source}
    where s.account_id = ${accountId} and s.chat_id = ${chatId} and s.sent_at is null and s.cancelled_at is null
    order by s.at, s.id`.execute(db)
  return rows
}

export async function countWaiting(db: Read, accountId: number, chatId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from scheduled_messages
    where account_id = ${accountId} and chat_id = ${chatId} and sent_at is null and cancelled_at is null`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** One under its lock, whoever asks: sending, changing and cancelling wait for each other. */
export async function lockScheduled(tx: Tx, accountId: number, id: string): Promise<Scheduled | null> {
  return lockWhere(tx, sql`s.account_id = ${accountId} and s.id = ${id}`)
}

/** The same of a chat that the viewer sees. Throws `scheduled.not_found`. */
export async function lockSeen(tx: Tx, viewer: Viewer, id: string): Promise<Scheduled> {
  const found = await lockWhere(
    tx,
    sql`s.account_id = ${viewer.accountId} and s.id = ${id} and exists (select from chats c
      where c.account_id = s.account_id and c.id = s.chat_id and ${seesChat(viewer, 'c')})`,
  )
  if (!found) throw new AppError('scheduled.not_found')
  return found
}

async function lockWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<Scheduled | null> {
  const { rows } = await sql<Scheduled>`
    select ${columns} from ${source} where ${condition} for update of s`.execute(tx)
  return rows[0] ?? null
}

export async function toViews(db: Read, viewer: Viewer, rows: Scheduled[]): Promise<ScheduledMessage[]> {
  const ids = [...new Set(rows.flatMap((row) => row.fileIds))]
  const files = await findFiles(db, viewer.accountId, ids)
  return rows.map((row) => ({
    id: row.id,
    chatId: row.chatId,
    author: { id: row.userId, name: row.userName },
    text: row.text,
    files: row.fileIds.flatMap((id) => files.filter((file) => file.id === id).map(toFileView)),
    at: row.at.toISOString(),
    failCode: row.failCode,
    canChange: mayChange(viewer, row),
    canCancel: viewer.answersClients,
  }))
}

export async function toView(db: Read, viewer: Viewer, row: Scheduled): Promise<ScheduledMessage> {
  const [view] = await toViews(db, viewer, [row])
  if (!view) throw new Error('One row has one view')
  return view
}

export function mayChange(viewer: Viewer, { userId }: Pick<Scheduled, 'userId'>): boolean {
  return viewer.answersClients && (viewer.isAdmin || viewer.userId === userId)
}
