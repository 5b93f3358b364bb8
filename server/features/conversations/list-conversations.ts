import { sql } from 'kysely'
import type { ConversationSort } from '#contract/conversation-filter'
import type { ConversationRow } from '#contract/conversations'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { countOfRows, pageRows, placeOf, readPlace } from '#lib/keyset'
import type { ConversationWishes } from './conversation-conditions.ts'
import { orderOf, placeColumn, roadsTo, type Walk } from './conversation-roads.ts'
import { selectPlacedRows } from './conversation-rows.ts'
import { isCommonSearch } from './search-conversations.ts'

export type ListRequest = ConversationWishes & {
  sort: ConversationSort
  cursor?: string | undefined
  limit: number
}

/** How many rows of an index one page may look through for a wish that no index knows. */
const deepest = 5000

/**
 * One page of ImBox. A page may hold fewer rows than asked for, even none, and yet name the next one: so far has been looked
 * for what is rare, and the next page looks further back.
 */
export async function listConversations(
  db: Read,
  viewer: Viewer,
  { sort, cursor, limit, ...wishes }: ListRequest,
): Promise<{ items: ConversationRow[]; next: string | null }> {
  const { walk, find } = walkOf({
    sort,
    cursor,
    most: countOfRows(limit),
    depth: deepest,
    isSearchCommon: wishes.search ? await isCommonSearch(db, viewer.accountId, wishes.search) : false,
  })
  const { rows, horizon } = roadsTo(viewer, wishes, walk)
  const order = orderOf(sort)
  const found = await selectPlacedRows(
    db,
    viewer.userId,
    sql`select v.*, row_number() over (${order}) as ord from (${rows}) v ${order} limit ${pageRows(limit)}`,
    placeOf(placeColumn(sort), sql`v.number`),
  )
  const page = found.slice(0, limit)
  const items = page.map(({ row }) => row)
  if (found.length > limit) return { items, next: page.at(-1)?.place ?? null }
  return { items, next: horizon ? await find(db, horizon) : null }
}

type Asked = Omit<Walk, 'after'> & { cursor: string | undefined }

function walkOf({ cursor, ...asked }: Asked): {
  walk: Walk
  find: (db: Read, horizon: ReturnType<typeof sql>) => Promise<string | null>
} {
  const place = readPlace(cursor)
  const sign = asked.sort === 'waiting' ? sql`>` : sql`<`
  return {
    walk: {
      ...asked,
      after:
        place &&
        sql<boolean>`(${placeColumn(asked.sort)}, v.number) ${sign} (${place.at}, ${place.id}::bigint)`,
    },
    find: async (db, horizon) => {
      const { rows } = await sql<{ place: string }>`
        select ${placeOf(sql`h.at`, sql`h.number`)} as place from ${horizon} h`.execute(db)
      return rows[0]?.place ?? null
    },
  }
}
