import type { RawBuilder } from 'kysely'
import type { CardRef } from '#contract/common'
import type { FeedGroup, FeedItem } from '#contract/feed'
import type { Viewer } from '#features/access'
import type { ContactWords } from '#features/search'
import type { Read } from '#lib/db'
import type { Direction, FeedPlace, LineKind } from './feed-place.ts'

export type StreamRequest = {
  card: CardRef
  from: FeedPlace | null
  direction: Direction
  /** As many lines as a page needs, a number in the statement's text. */
  limit: RawBuilder<number>
  /** What is left out. */
  hidden: ReadonlySet<FeedGroup>
  /** Words that a line must have; null: every line. */
  search: FeedSearch | null
}

export type FeedSearch = {
  /** As they were typed. */
  text: string
  words: string[]
  /** How the index of messages is asked for them; null: it does not know all messages yet. */
  index: ContactWords | null
}

/** One kind of lines of a feed. The feed merges its streams by their places and then loads what is on the page. */
export type FeedStream = {
  kind: LineKind
  /**
   * The places of its lines, as a query of (at timestamptz, sequence bigint, id uuid): at most `limit`, the nearest to the
   * asked place first. Null when the request leaves it nothing to show. Its cost may depend on `limit`, not on the feed.
   */
  places(viewer: Viewer, request: StreamRequest): RawBuilder<unknown> | null
  /** The lines of these ids; one that is there no more is left out. Rights were judged by `places`. */
  load(db: Read, viewer: Viewer, ids: string[]): Promise<Map<string, FeedItem>>
}
