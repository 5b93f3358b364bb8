import type { EntityRef } from '#contract/common'
import type { FeedPage } from '#contract/feed'
import type { Viewer } from '#features/access'
import { findGathered, requireEntity } from '#features/cards'
import type { Read } from '#lib/db'
import { findPlaces, loadLines, readWish, toPage, type PageWish } from '../feed-page.ts'
import { gatheredStreams } from './gathered-streams.ts'
import { namePlaces } from './name-places.ts'

/**
 * A page of the feed of a contact or a company, newest last, as that of a card; lines that stand elsewhere say where. Throws
 * the `not_found` of its kind, `request.invalid` for a place that is none of ours.
 */
export async function listGatheredFeed(
  db: Read,
  viewer: Viewer,
  { holder, ...wish }: PageWish & { holder: EntityRef & { kind: 'contact' | 'company' } },
): Promise<FeedPage> {
  const wanted = readWish(wish)
  await requireEntity(db, viewer, holder)
  const gathered = await findGathered(db, viewer, holder)
  const found = await findPlaces(db, gatheredStreams(viewer, gathered, wanted), wanted)
  return toPage(wish, found, async (page) => {
    const [lines, names] = await Promise.all([
      loadLines(db, viewer, page),
      namePlaces(db, viewer, holder, page),
    ])
    return lines.map(({ id, line }) => ({ ...line, on: names.get(id) ?? null }))
  })
}
