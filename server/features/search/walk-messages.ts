import { sql, type RawBuilder } from 'kysely'
import { seesMessage, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { microseconds } from '#lib/keyset'
import { lookThrough, under, writeSpot, type Found, type Spot } from '#lib/look-through'

export type Walk = {
  /** In PostgreSQL's language of words. */
  words: string
  /** What has to stand in the text exactly. */
  phrases: readonly string[]
  spot: Spot | null
  after: Date | null
  before: Date | null
  /** Slices from one down to another, both included. */
  newest: number
  oldest: number
  limit: number
  /** So many messages with the words are looked at; as many as usual unless told. */
  most?: number
}

/** So many slices are walked for one page: some eight million messages. */
const mostSlices = 1024

/**
 * The newest messages with these words that one may see, slice by slice from the newest one down, and only as many as the page
 * takes. One statement, whose cost does not grow with the age of the account.
 */
export async function walkMessages(db: Read, viewer: Viewer, walk: Walk): Promise<Found> {
  const oldest = Math.max(walk.oldest, walk.newest - mostSlices)
  const columns = sql`m.account_id, m.message_id as id, m.chat_id, m.number, m.placed_at as at`
  const found = await lookThrough(db, {
    rows: sql`search_walk(${viewer.accountId}, ${walk.newest}, ${oldest}) s
      cross join lateral (
        select * from (
          select ${columns} from message_search m where not s.is_wide and m.slice = s.key and ${within(walk)}
          union all
          select ${columns} from message_search m where s.is_wide and (m.slice >> 4) = s.key and ${within(walk)}
        ) m order by m.at desc, m.id desc offset 0
      ) z`,
    isSeen: sql`z.account_id = ${viewer.accountId} and ${seesMessage(viewer, 'z')} and ${saysExactly(walk.phrases)}`,
    limit: walk.limit,
    most: walk.most,
  })
  if (found.next !== null || oldest === walk.oldest) return found
  return { ...found, ...(await edgeOf(db, viewer, oldest)) }
}

function within({ words, spot, after, before }: Walk): RawBuilder<unknown> {
  const conditions = [
    sql`m.words @@ ${words}::tsquery`,
    ...(spot ? [under(spot, sql`m.placed_at`, sql`m.message_id`, 'uuid')] : []),
    ...(after ? [sql`m.placed_at >= ${after}`] : []),
    ...(before ? [sql`m.placed_at < ${before}`] : []),
  ]
  return sql.join(conditions, sql` and `)
}

function saysExactly(phrases: readonly string[]): RawBuilder<unknown> {
  if (phrases.length === 0) return sql`true`
  const says = phrases.map(
    (
      phrase,
    ) => sql`position(${` ${phrase} `} in ' ' || search_text(e.body || ' ' || coalesce((select string_agg(t.name, ' ')
      from attachments t where e.has_attachments and t.account_id = e.account_id and t.message_id = e.id), '')) || ' ') > 0`,
  )
  return sql`exists (select from messages e where e.account_id = z.account_id and e.id = z.id and ${sql.join(says, sql` and `)})`
}

/** Under every message of the instant at which a slice begins. */
async function edgeOf(
  db: Read,
  { accountId }: Viewer,
  slice: number,
): Promise<Pick<Found, 'next' | 'searchedTo'>> {
  const { rows } = await sql<{
    at: Date
    micros: string
  }>`select from_at as at, ${microseconds(sql`from_at`)} as micros
    from search_slices where account_id = ${accountId} and slice = ${slice}`.execute(db)
  const [edge] = rows
  if (!edge) return { next: null, searchedTo: null }
  return { next: writeSpot({ ...edge, id: '00000000-0000-0000-0000-000000000000' }), searchedTo: edge.at }
}
