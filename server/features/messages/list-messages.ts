import { sql, type RawBuilder } from 'kysely'
import type { MessageView, Stretch } from '#contract/messages'
import { canSeeChat, seesMessage, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { pageRows } from '#lib/keyset'
import { findStretches } from './find-stretches.ts'
import { selectMessages } from './message-views.ts'
import {
  findPagePlaces,
  findSeenPlace,
  isBeside,
  readPagePlace,
  writePagePlace,
  type PagePlace,
} from './page-place.ts'

export type ThreadRequest = {
  chatId: string
  before?: string | undefined
  after?: string | undefined
  /** A message that the page is to show in its place. */
  around?: string | undefined
  limit: number
}
export type Thread = {
  items: MessageView[]
  stretches: Stretch[]
  before: string | null
  after: string | null
}

/** One way away from a place, and how many messages a page takes there; no place: from the newest message. */
type Side = { way: 'older' | 'newer'; from: PagePlace | null; orAt: boolean; limit: number }

/**
 * A page of a chat, newest last; stretches are the conversations that the page touches. What one may not see is left out. Throws
 * `chat.not_found`, `message.not_found` for a message that is not in the chat, or not to be seen.
 */
export async function listMessages(db: Read, viewer: Viewer, request: ThreadRequest): Promise<Thread> {
  const after = readPagePlace(request.after, 'after')
  const before = readPagePlace(request.before, 'before')
  const [isSeen, around] = await Promise.all([
    canSeeChat(db, viewer, request.chatId),
    request.around === undefined ? null : findSeenPlace(db, viewer, request.chatId, request.around),
  ])
  if (!isSeen) throw new AppError('chat.not_found')
  if (request.around !== undefined && !around) throw new AppError('message.not_found')
  const sides = around ? bothSides(around, request.limit) : [oneSide(after, before, request.limit)]
  const found = await selectMessages(db, pageOf(viewer, request.chatId, sides))
  const { items, hasOlder, hasNewer } = cut(found, sides, around)
  const [stretches, places] = await Promise.all([
    findStretches(db, viewer, items),
    findPagePlaces(db, viewer.accountId, edgesOf(items)),
  ])
  // What the page lies beside is there for sure.
  const beside = sides.find(({ from }) => from !== null && !around)
  const cursor = (message: MessageView | undefined, asked: PagePlace | null): string | null => {
    const place = message ? places.get(message.id) : asked
    return place ? writePagePlace(place) : null
  }
  return {
    items,
    stretches,
    before: hasOlder || beside?.way === 'newer' ? cursor(items[0], after) : null,
    after: hasNewer || beside?.way === 'older' ? cursor(items.at(-1), before) : null,
  }
}

function oneSide(after: PagePlace | null, before: PagePlace | null, limit: number): Side {
  return { way: after ? 'newer' : 'older', from: after ?? before, orAt: false, limit }
}

/** The message itself begins the newer half. */
function bothSides(from: PagePlace, limit: number): Side[] {
  const above = Math.floor(limit / 2)
  return [
    { way: 'older', from, orAt: false, limit: above },
    { way: 'newer', from, orAt: true, limit: limit - above },
  ]
}

/** More rows than asked for tell whether there is another page. */
function pageOf(viewer: Viewer, chatId: string, sides: readonly Side[]): RawBuilder<unknown> {
  const halves = sides.map(({ way, from, orAt, limit }) => {
    const order = sql.raw(way === 'older' ? 'desc' : 'asc')
    return sql`(select m.* from messages m where m.account_id = ${viewer.accountId} and m.chat_id = ${chatId}
      and ${isBeside(from, way, orAt)} and ${seesMessage(viewer, 'm')}
      order by m.placed_at ${order}, m.external_seq ${order}, m.id ${order} limit ${pageRows(limit)})`
  })
  return sql`select page.*, row_number() over (order by page.placed_at, page.external_seq, page.id) as ord
    from (${sql.join(halves, sql` union all `)}) page`
}

/** What was found, oldest first, without what only told that there is more. */
function cut(
  found: readonly MessageView[],
  sides: readonly Side[],
  around: PagePlace | null,
): { items: MessageView[]; hasOlder: boolean; hasNewer: boolean } {
  const older = sides.find(({ way }) => way === 'older')
  const newer = sides.find(({ way }) => way === 'newer')
  const middle = around ? found.findIndex(({ id }) => id === around.id) : newer ? 0 : found.length
  const from = older ? Math.max(0, middle - older.limit) : middle
  const to = newer ? Math.min(found.length, middle + newer.limit) : middle
  return { items: found.slice(from, to), hasOlder: from > 0, hasNewer: to < found.length }
}

function edgesOf(items: readonly MessageView[]): string[] {
  const [first, last] = [items[0], items.at(-1)]
  return first && last ? [first.id, last.id] : []
}
