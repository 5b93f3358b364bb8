import { sql, type RawBuilder } from 'kysely'
import { isLimited, reachedConversations, seesMessage, type Viewer } from '#features/access'
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
  const sees = sql`z.account_id = ${viewer.accountId} and ${seesMessage(viewer, 'z')} and ${saysExactly(walk.phrases)}`
  const found = await lookThrough(db, {
    tables: isLimited(viewer) ? [reachedTable(viewer)] : [],
    rows: sql`search_walk(${viewer.accountId}, ${walk.newest}, ${oldest}) with ordinality s(key, is_wide, place)
      cross join lateral (
        select m.*, row_number() over (order by m.at desc, m.id desc) as place from (
          select ${columns} from message_search m where not s.is_wide and m.slice = s.key and ${within(walk)}
          union all
          select ${columns} from message_search m where s.is_wide and (m.slice >> 4) = s.key and ${within(walk)}
        ) m order by m.at desc, m.id desc offset 0
      ) z`,
    isSeen: isLimited(viewer) ? reachedAnd(sees) : sees,
    limit: walk.limit,
    most: walk.most,
  })
  if (found.next !== null || oldest === walk.oldest) return found
  return { ...found, ...(await edgeOf(db, viewer, oldest)) }
}

/** Who reaches more conversations than these is asked for each message. */
const mostReached = 30_000
/** So many slices, and of each so many messages, are judged at once; whoever sees much has a full page by then. */
const judgedSlices = 4
const judgedOfEach = 100

/** Reached conversations are gathered when a walk gets long, and only then. */
function reachedTable(viewer: Viewer): RawBuilder<unknown> {
  return sql`reached as materialized (select r.number from (${reachedConversations(viewer)}) r limit ${sql.lit(mostReached + 1)})`
}

/**
 * To somebody who sees little, most messages of a common word are others': whether theirs is a conversation that he reaches is
 * cheaper to know than whether he sees it. Nothing that he sees is beyond his reach.
 */
function reachedAnd(sees: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when s.place <= ${judgedSlices} and z.place <= ${judgedOfEach} or z.number is null
      or (select count(*) > ${mostReached} from reached) or z.number in (select number from reached) then ${sees} end`
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
