import { sql } from 'kysely'
import type { ConversationRow } from '#contract/conversations'
import { seesContact, seesConversation, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { badCursor, pageRows } from '#lib/keyset'
import { selectRows } from './conversation-rows.ts'

export type ContactConversationsRequest = { contactId: number; cursor?: string | undefined; limit: number }

/** One page of the conversations of a contact and of those merged into it, newest first. Throws `contact.not_found`. */
export async function listContactConversations(
  db: Read,
  viewer: Viewer,
  { contactId, cursor, limit }: ContactConversationsRequest,
): Promise<{ items: ConversationRow[]; next: string | null }> {
  const { accountId } = viewer
  const before = readNumber(cursor)
  const rootId = await findRoot(db, viewer, contactId)
  if (rootId === null) throw new AppError('contact.not_found')
  const found = await selectRows(
    db,
    viewer.userId,
    sql`select v.*, -v.number as ord from contacts kin
      cross join lateral (
        select v.* from conversations v
        where v.account_id = kin.account_id and v.contact_id = kin.id and v.number < ${before}::bigint
          and ${seesConversation(viewer, 'v')}
        order by v.number desc limit ${pageRows(limit)}) v
      where kin.account_id = ${accountId} and kin.root_id = ${rootId}
      order by v.number desc limit ${pageRows(limit)}`,
  )
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? String(items.at(-1)?.number) : null }
}

/** Numbers below this one are asked for; without a cursor, all. */
function readNumber(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER
  if (!/^[1-9]\d{0,14}$/.test(cursor)) throw badCursor('cursor')
  return Number(cursor)
}

async function findRoot(db: Read, viewer: Viewer, contactId: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select k.id from contacts asked join contacts k on k.account_id = asked.account_id and k.id = asked.root_id
    where asked.account_id = ${viewer.accountId} and asked.id = ${contactId} and k.deleted_at is null
      and ${seesContact(viewer, 'k')}`.execute(db)
  return rows[0]?.id ?? null
}
