import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { FeedPage } from '#contract/feed'
import type { Viewer } from '#features/access'
import { requireCard } from '#features/cards'
import type { Read } from '#lib/db'
import { findLinePlace } from './find-line-place.ts'
import {
  findPage,
  findPageAround,
  findPlaces,
  loadLines,
  readWish,
  requireLine,
  type PageWish,
  type WantedLines,
} from './feed-page.ts'
import type { FeedPlace } from './feed-place.ts'
import { streams } from './streams/index.ts'

export type FeedRequest = PageWish & {
  kind: CardRef['kind']
  cardId: number
}

/**
 * A page of a card's feed, newest last: what its streams have beside a place, or around a line, merged by place. Throws
 * `deal.not_found` or the like of its kind, `feed.line_not_found`, `request.invalid` for a place that is none of ours.
 */
export async function listFeed(db: Read, viewer: Viewer, request: FeedRequest): Promise<FeedPage> {
  const card = { kind: request.kind, id: request.cardId }
  const contacts = sql`select distinct v.contact_id as id from conversations v
    where v.account_id = ${viewer.accountId} and v.card_kind = ${card.kind} and v.card_id = ${card.id}`
  const wish = await readWish(db, viewer, request, contacts)
  const find = (wanted: WantedLines): Promise<FeedPlace[]> => {
    const parts = Object.values(streams).flatMap((stream) => {
      const places = stream.places(viewer, { card, ...wanted })
      return places ? [{ kind: stream.kind, places }] : []
    })
    return findPlaces(db, parts, wanted)
  }
  // Both at once: of a card that one may not see, what was found is thrown away.
  const [found] = await Promise.all([
    wish.around === undefined
      ? findPage(wish, find)
      : findLinePlace(db, viewer, wish.around).then((line) => line && findPageAround(wish, line, find)),
    requireCard(db, viewer, card),
  ])
  const { places, ...ends } = requireLine(found)
  return { items: (await loadLines(db, viewer, places)).map(({ line }) => line), ...ends }
}
