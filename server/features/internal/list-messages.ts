import { sql, type RawBuilder } from 'kysely'
import type { InternalMessage } from '#contract/internal'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { badCursor, pageRows } from '#lib/keyset'
import { selectInternal } from './message-views.ts'
import { requireChat } from './require-chat.ts'

type Request = {
  chatId: string
  before?: string | undefined
  after?: string | undefined
  /** A message that the page is to show in its place. */
  around?: string | undefined
  limit: number
}
type Page = { items: InternalMessage[]; before: string | null; after: string | null }

/** So many messages of a page on one side of a number; `than` null: from the newest one. */
type Half = { way: 'older' | 'newer'; than: number | null; limit: number }

/**
 * A page of a chat of colleagues, newest last; cursors are of an earlier answer. Throws `internal.chat_not_found`, and
 * `internal.message_not_found` for a message that is not in the chat.
 */
export async function listInternalMessages(db: Read, viewer: Viewer, request: Request): Promise<Page> {
  const [before, after] = [readNumber(request.before, 'before'), readNumber(request.after, 'after')]
  await requireChat(db, viewer, request.chatId)
  const around =
    request.around === undefined ? null : await findNumber(db, viewer, request.chatId, request.around)
  const halves = around === null ? [oneHalf(before, after, request.limit)] : bothHalves(around, request.limit)
  const found = await selectInternal(db, rowsOf(viewer, request.chatId, halves))
  const { items, hasOlder, hasNewer } = cut(found, halves)
  // What the page lies beside is there for sure.
  const beside = around === null ? halves.find(({ than }) => than !== null) : undefined
  const cursor = (message: InternalMessage | undefined): string | null =>
    message ? String(message.seq) : String(beside?.than ?? 0)
  return {
    items,
    before: hasOlder || beside?.way === 'newer' ? cursor(items[0]) : null,
    after: hasNewer || beside?.way === 'older' ? cursor(items.at(-1)) : null,
  }
}

function readNumber(cursor: string | undefined, field: string): number | null {
  if (cursor === undefined) return null
  if (!/^\d{1,15}$/.test(cursor)) throw badCursor(field)
  return Number(cursor)
}

async function findNumber(db: Read, { accountId }: Viewer, chatId: string, id: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select seq from internal_messages
    where account_id = ${accountId} and chat_id = ${chatId} and id = ${id}`.execute(db)
  if (!rows[0]) throw new AppError('internal.message_not_found')
  return rows[0].seq
}

function oneHalf(before: number | null, after: number | null, limit: number): Half {
  return after === null ? { way: 'older', than: before, limit } : { way: 'newer', than: after, limit }
}

/** The message itself begins the newer half. */
function bothHalves(seq: number, limit: number): Half[] {
  const above = Math.floor(limit / 2)
  return [
    { way: 'older', than: seq, limit: above },
    { way: 'newer', than: seq - 1, limit: limit - above },
  ]
}

/** More rows than asked for tell whether there is another page. */
function rowsOf(viewer: Viewer, chatId: string, halves: readonly Half[]): RawBuilder<unknown> {
  const each = halves.map(({ way, than, limit }) => {
    const beside = sql`m.seq ${sql.raw(way === 'older' ? '<' : '>')} ${than}`
    return sql`(select m.* from internal_messages m where m.account_id = ${viewer.accountId} and m.chat_id = ${chatId}
      and ${than === null ? sql`true` : beside} order by m.seq ${sql.raw(way === 'older' ? 'desc' : 'asc')} limit ${pageRows(limit)})`
  })
  return sql.join(each, sql` union all `)
}

function cut(
  found: readonly InternalMessage[],
  halves: readonly Half[],
): { items: InternalMessage[]; hasOlder: boolean; hasNewer: boolean } {
  const older = halves.find(({ way }) => way === 'older')
  const newer = halves.find(({ way }) => way === 'newer')
  const middle = newer ? found.filter(({ seq }) => seq <= (newer.than ?? 0)).length : found.length
  const from = older ? Math.max(0, middle - older.limit) : middle
  const to = newer ? Math.min(found.length, middle + newer.limit) : middle
  return { items: found.slice(from, to), hasOlder: from > 0, hasNewer: to < found.length }
}
