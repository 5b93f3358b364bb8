import type { FeedItem } from '#contract/deals'
import type { Viewer } from '#features/access'
import { findMessages } from '#features/messages'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { comparePlaces, readFeedPlace, writePlace } from './feed-place.ts'
import {
  canSeeDeal,
  findFeedEvents,
  findFeedMessages,
  type FoundEvent,
  type FoundMessage,
} from './feed-queries.ts'

export type DealFeed = { items: FeedItem[]; before: string | null }

/**
 * A page of a deal's feed, newest last: messages of all its conversations and what happened with it. Throws
 * `deal.not_found`.
 */
export async function listDealFeed(
  db: Read,
  viewer: Viewer,
  request: { dealId: number; before?: string | undefined; limit: number },
): Promise<DealFeed> {
  if (!(await canSeeDeal(db, viewer, request.dealId))) throw new AppError('deal.not_found')
  // One more than asked for tells whether there is another page.
  const wanted = {
    dealId: request.dealId,
    before: readFeedPlace(request.before),
    limit: request.limit + 1,
  }
  const messages = await findFeedMessages(db, viewer, wanted)
  const since = messages.length === wanted.limit ? (messages.at(-1)?.place ?? null) : null
  const events = await findFeedEvents(db, viewer, wanted, since)
  const found = [...messages, ...events].toSorted((one, other) => comparePlaces(other.place, one.place))
  const page = found.slice(0, request.limit).toReversed()
  return {
    items: await itemsOf(db, viewer.accountId, page),
    before: found.length > request.limit && page[0] ? writePlace(page[0].place) : null,
  }
}

async function itemsOf(
  db: Read,
  accountId: number,
  page: (FoundMessage | FoundEvent)[],
): Promise<FeedItem[]> {
  const ids = page.flatMap((found) => ('event' in found ? [] : [found.place.id]))
  const messages = new Map(
    (await findMessages(db, accountId, ids)).map((message) => [message.id, message] as const),
  )
  return page.flatMap((found): FeedItem[] => {
    if ('event' in found) return [{ type: 'event', at: found.event.at, event: found.event }]
    const message = messages.get(found.place.id)
    return message ? [{ type: 'message', at: message.at, channelKind: found.channelKind, message }] : []
  })
}
