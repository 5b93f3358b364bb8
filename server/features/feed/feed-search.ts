import { sql, type RawBuilder } from 'kysely'
import { searchWords } from '#contract/search-query'
import type { Viewer } from '#features/access'
import { readContactWords, walkContactWords } from '#features/search'
import type { Read } from '#lib/db'
import { instantOf } from '#lib/keyset'
import { saysWords } from '#lib/says-words'
import { isBeyond, type FeedPlace } from './feed-place.ts'
import type { FeedSearch, StreamRequest } from './stream.ts'

/** What is looked for in a feed. `contacts`: a query of (id) of everybody whose conversations stand in it. */
export async function readFeedSearch(
  db: Read,
  viewer: Viewer,
  { text, contacts, from }: { text: string; contacts: RawBuilder<unknown>; from: FeedPlace | null },
): Promise<FeedSearch> {
  const words = [...new Set(searchWords(text))]
  const at = from && instantOf(from.at)
  return { text, words, index: await readContactWords(db, viewer, { text: words.join(' '), contacts, at }) }
}

/** Whether a text has all the words, in any form or as parts of its words; without a search it always has. */
export function says(text: RawBuilder<unknown>, search: FeedSearch | null): RawBuilder<unknown> {
  if (!search) return sql`true`
  if (search.words.length === 0) return sql`false`
  return saysWords(text, { words: search.words, phrases: [], phones: [] })
}

/** So many messages are looked at one by one, before the index is asked. */
const mostNear = 300

type Around = {
  /** The places of the nearest messages of the feed, whatever they say. */
  nearest: (limit: RawBuilder<number>) => RawBuilder<unknown>
  /** Whether a conversation `v` belongs to the feed, and is seen. */
  isOf: RawBuilder<unknown>
}

/**
 * The places of messages with the words. What much is said of is found among the nearest messages; what is rare, or nowhere, by the
 * index of words, which takes no longer for it.
 */
export function messagesWithWords(
  viewer: Viewer,
  index: NonNullable<FeedSearch['index']>,
  { from, direction, limit }: Pick<StreamRequest, 'from' | 'direction' | 'limit'>,
  { nearest, isOf }: Around,
): RawBuilder<unknown> | null {
  const { words } = index
  if (words === null) return null
  const beyond = isBeyond('message', from, direction, {
    at: sql`m.placed_at`,
    sequence: sql`m.external_seq`,
    id: sql`m.id`,
  })
  const walk = walkContactWords(
    viewer.accountId,
    { ...index, words },
    { isGoingBack: direction === 'older', beyond },
  )
  // Each is asked for by itself: the near ones are few, and the far ones keep their order, so that the walk ends with the page.
  return sql`
    with near as materialized (
      select p.at, p.sequence, p.id from (${nearest(sql.lit(mostNear))}) p
      cross join lateral (select from message_search s
        where s.account_id = ${viewer.accountId} and s.message_id = p.id and s.words @@ ${words}::tsquery offset 0) said
    )
    select near.at, near.sequence, near.id from near where (select count(*) from near) >= ${limit}
    union all select far.at, far.sequence, far.id from (
      select z.at, z.sequence, z.id from ${walk}
      cross join lateral (select from conversations v
        where v.account_id = ${viewer.accountId} and v.number = z.number and ${isOf} offset 0) ok
      limit ${limit}
    ) far where (select count(*) from near) < ${limit}`
}
