import { sql, type RawBuilder } from 'kysely'
import type { EntityRef } from '#contract/common'
import type { FeedPage } from '#contract/feed'
import type { Viewer } from '#features/access'
import { findGathered, idsOf, requireEntity, rowsOf, type Gathered } from '#features/cards'
import type { Read } from '#lib/db'
import { findLinePlace } from '../find-line-place.ts'
import {
  findPage,
  findPageAround,
  findPlaces,
  loadLines,
  readWish,
  requireLine,
  type PageWish,
  type WantedLines,
} from '../feed-page.ts'
import type { FeedPlace } from '../feed-place.ts'
import { gatheredStreams } from './gathered-streams.ts'
import { namePlaces } from './name-places.ts'

/**
 * A page of the feed of a contact or a company, newest last, as that of a card; lines that stand elsewhere say where. Throws
 * the `not_found` of its kind, `feed.line_not_found`, `request.invalid` for a place that is none of ours.
 */
export async function listGatheredFeed(
  db: Read,
  viewer: Viewer,
  { holder, ...request }: PageWish & { holder: EntityRef & { kind: 'contact' | 'company' } },
): Promise<FeedPage> {
  await requireEntity(db, viewer, holder)
  const gathered = await findGathered(db, viewer, holder)
  const wish = await readWish(db, viewer, request, contactsOf(viewer, gathered))
  const find = (wanted: WantedLines): Promise<FeedPlace[]> =>
    findPlaces(db, gatheredStreams(viewer, gathered, wanted), wanted)
  const line = wish.around === undefined ? null : await findLinePlace(db, viewer, wish.around)
  const found =
    wish.around === undefined ? await findPage(wish, find) : line && (await findPageAround(wish, line, find))
  const { places, ...ends } = requireLine(found)
  const [lines, names] = await Promise.all([
    loadLines(db, viewer, places),
    namePlaces(db, viewer, holder, places),
  ])
  return { items: lines.map(({ id, line: item }) => ({ ...item, on: names.get(id) ?? null })), ...ends }
}

/** The contacts, and whoever else talks in the cards. */
function contactsOf({ accountId }: Viewer, { contacts, cards }: Gathered): RawBuilder<unknown> {
  return sql`select r.id from ${idsOf(contacts)} union select v.contact_id from ${rowsOf(cards)}
    join conversations v on v.account_id = ${accountId} and v.card_kind = r.kind and v.card_id = r.id`
}
