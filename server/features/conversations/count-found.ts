import { sql } from 'kysely'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import type { ConversationWishes } from './conversation-conditions.ts'
import { roadsTo } from './conversation-roads.ts'
import { isCommonSearch } from './search-conversations.ts'

/** How far is counted, and through how many rows of an index for a wish that no index knows. */
const mostFound = 1000
const deepest = 20_000

/** How many conversations a filter finds. `isMore`: more than `count`; nobody has counted how many. */
export async function countFound(
  db: Read,
  viewer: Viewer,
  wishes: ConversationWishes,
): Promise<{ count: number; isMore: boolean }> {
  const { rows, horizon } = roadsTo(viewer, wishes, {
    sort: 'recent',
    after: null,
    most: mostFound + 1,
    depth: deepest,
    isSearchCommon: wishes.search ? await isCommonSearch(db, viewer.accountId, wishes.search) : false,
  })
  const { rows: found } = await sql<{ count: number; isCut: boolean }>`
    select count(*)::int as count, ${horizon ? sql`exists (select from ${horizon} h)` : sql`false`} as "isCut"
    from (select from (${rows}) v limit ${sql.lit(mostFound + 1)}) v`.execute(db)
  const { count = 0, isCut = false } = found[0] ?? {}
  return { count: Math.min(count, mostFound), isMore: count > mostFound || isCut }
}
