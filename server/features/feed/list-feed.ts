import type { CardRef } from '#contract/common'
import type { FeedPage } from '#contract/feed'
import type { Viewer } from '#features/access'
import { requireCard } from '#features/cards'
import type { Read } from '#lib/db'
import { findPlaces, loadLines, readWish, toPage, type PageWish } from './feed-page.ts'
import { streams } from './streams/index.ts'

export type FeedRequest = PageWish & {
  kind: CardRef['kind']
  cardId: number
}

/**
 * A page of a card's feed, newest last: what its streams have beside a place, merged by place. Throws `deal.not_found` or
 * the like of its kind, `request.invalid` for a place that is none of ours.
 */
export async function listFeed(db: Read, viewer: Viewer, request: FeedRequest): Promise<FeedPage> {
  const card = { kind: request.kind, id: request.cardId }
  const wanted = readWish(request)
  const parts = Object.values(streams).flatMap((stream) => {
    const places = stream.places(viewer, { card, ...wanted })
    return places ? [{ kind: stream.kind, places }] : []
  })
  // Both at once: of a card that one may not see, the places are thrown away.
  const [found] = await Promise.all([findPlaces(db, parts, wanted), requireCard(db, viewer, card)])
  return toPage(request, found, async (page) => (await loadLines(db, viewer, page)).map(({ line }) => line))
}
