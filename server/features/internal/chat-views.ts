import { sql, type RawBuilder } from 'kysely'
import type { InternalChat, InternalChatRow } from '#contract/internal'
import { seesInternalChat, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { findDraft } from './save-draft.ts'

type Stored = Omit<InternalChatRow, 'lastAt'> & { lastAt: Date }

/** A person is in as many chats as he has colleagues and circles of them; more than these nobody looks through. */
const mostChats = 300

async function selectChats(db: Read, viewer: Viewer, rest: RawBuilder<unknown>): Promise<InternalChatRow[]> {
  const { rows } = await sql<Stored>`
    select c.id, c.kind, c.name, c.created_by as "createdBy", c.last_seq as "lastSeq", c.last_at as "lastAt",
      case when c.card_id is null then null else jsonb_build_object('kind', c.card_kind, 'id', c.card_id) end as card,
      coalesce((select jsonb_agg(im.user_id order by im.at, im.user_id) from internal_members im
        where im.account_id = c.account_id and im.chat_id = c.id), '[]') as "memberIds",
      (select jsonb_build_object('authorId', m.author_user_id, 'text', left(m.body, 200), 'hasFiles', exists (
          select from internal_attachments t where t.account_id = m.account_id and t.message_id = m.id))
        from internal_messages m where m.account_id = c.account_id and m.chat_id = c.id and m.deleted_at is null
        order by m.seq desc limit 1) as last,
      greatest(c.last_seq - coalesce((select r.up_to from internal_reads r where r.account_id = c.account_id
        and r.chat_id = c.id and r.user_id = ${viewer.userId}), 0), 0) as unread
    from (${rest}) c
    order by c.last_at desc, c.id`.execute(db)
  return rows.map(({ lastAt, ...row }) => ({ ...row, lastAt: lastAt.toISOString() }))
}

/** One's direct and group chats, the latest first. */
export async function listChats(db: Read, viewer: Viewer): Promise<InternalChatRow[]> {
  return selectChats(
    db,
    viewer,
    sql`select c.* from internal_members own
      join internal_chats c on c.account_id = own.account_id and c.id = own.chat_id and c.kind <> 'card'
      where own.account_id = ${viewer.accountId} and own.user_id = ${viewer.userId}
        and (c.kind = 'group' or c.last_seq > 0 or c.created_by = ${viewer.userId})
      order by c.last_at desc, c.id limit ${sql.lit(mostChats)}`,
  )
}

/** A chat of colleagues that one sees. Throws `internal.chat_not_found`. */
export async function getInternalChat(db: Read, viewer: Viewer, chatId: string): Promise<InternalChat> {
  const [row] = await selectChats(
    db,
    viewer,
    sql`select c.* from internal_chats c where c.account_id = ${viewer.accountId} and c.id = ${chatId}
      and ${seesInternalChat(viewer, 'c')}`,
  )
  if (!row) throw new AppError('internal.chat_not_found')
  const { rows: reads } = await sql<{ userId: number; upTo: number }>`
    select user_id as "userId", up_to as "upTo" from internal_reads
    where account_id = ${viewer.accountId} and chat_id = ${chatId} order by user_id`.execute(db)
  return { ...row, reads, draft: await findDraft(db, viewer, chatId) }
}
