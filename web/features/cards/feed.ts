import type { ChannelKind } from '#contract/channels'
import type { FeedItem, FeedPage } from '#contract/feed'
import type { InternalMessage } from '#contract/internal'
import type { MessageView } from '#contract/messages'

/** What is loaded of a card's feed, oldest first: one stretch without a gap. `below`: messages that came live below what is loaded. */
export type Feed = FeedPage & { below?: readonly string[] }

function keyOf(item: FeedItem): string {
  switch (item.type) {
    case 'message':
    case 'internal':
      return item.message.id
    case 'event':
      return item.event.id
    case 'note':
      return `note:${item.note.id}`
    case 'task':
      return `task:${item.task.id}`
  }
}

/** The newest page laid over what is loaded; a gap between them is not papered over. */
export function mergeNewestFeed(feed: Feed | undefined, page: Feed): Feed {
  if (!feed) return page
  const fresh = new Set(page.items.map(keyOf))
  const joins = feed.items.findIndex((item) => fresh.has(keyOf(item)))
  if (joins === -1) return page
  return {
    items: [...feed.items.slice(0, joins), ...page.items],
    before: joins === 0 ? page.before : feed.before,
    after: page.after,
  }
}

/** The loaded feed with an older page above it. */
export function prependFeed(feed: Feed, page: Feed): Feed {
  return { items: [...without(page.items, feed), ...feed.items], before: page.before, after: feed.after }
}

/** The loaded feed with a newer page below it. */
export function appendFeed(feed: Feed, page: Feed): Feed {
  const items = [...feed.items, ...without(page.items, feed)]
  const known = new Set(items.map(keyOf))
  const below = feed.below?.filter((id) => !known.has(id)) ?? []
  return { items, before: feed.before, after: page.after, ...(page.after !== null && { below }) }
}

/** A page from the middle, loaded again, laid over what has grown around it. */
export function layOverFeed(feed: Feed | undefined, page: Feed): Feed {
  const fresh = new Set(page.items.map(keyOf))
  const isFresh = (item: FeedItem): boolean => fresh.has(keyOf(item))
  const first = feed?.items.findIndex(isFresh) ?? -1
  if (!feed || first === -1) return page
  const last = feed.items.findLastIndex(isFresh)
  return {
    ...feed,
    items: [...feed.items.slice(0, first), ...page.items, ...feed.items.slice(last + 1)],
    before: first === 0 ? page.before : feed.before,
    after: last === feed.items.length - 1 ? page.after : feed.after,
  }
}

function without(items: FeedItem[], feed: Feed): FeedItem[] {
  const known = new Set(feed.items.map(keyOf))
  return items.filter((item) => !known.has(keyOf(item)))
}

/** A live message: replaced where it stands, or put in its place by time when it belongs to this card. */
export function putFeedMessage(feed: Feed, message: MessageView, channelKind: ChannelKind | null): Feed {
  const known = feed.items.findLastIndex((item) => item.type === 'message' && item.message.id === message.id)
  const old = feed.items[known]
  if (old?.type === 'message') return { ...feed, items: feed.items.with(known, { ...old, message }) }
  if (channelKind === null) return feed
  return putInPlace(feed, { type: 'message', at: message.at, channelKind, message })
}

/** The same for a message of colleagues; `isShown`: the feed shows them. */
export function putFeedInternal(feed: Feed, message: InternalMessage, isShown: boolean): Feed {
  const known = feed.items.findLastIndex((item) => item.type === 'internal' && item.message.id === message.id)
  const item: FeedItem = { type: 'internal', at: message.at, message }
  if (known !== -1) return { ...feed, items: feed.items.with(known, item) }
  return isShown ? putInPlace(feed, item) : feed
}

function putInPlace(feed: Feed, item: FeedItem): Feed {
  const time = Date.parse(item.at)
  const place = feed.items.findLastIndex((each) => Date.parse(each.at) <= time) + 1
  if (place === 0 && feed.items.length > 0 && feed.before !== null) return feed
  // What lies between the loaded stretch and the newest is not loaded: it comes with its page.
  if (place === feed.items.length && feed.after !== null) return noticeBelow(feed, item)
  return { ...feed, items: feed.items.toSpliced(place, 0, item) }
}

/** What a client has written below what is loaded is counted, each message once. */
function noticeBelow(feed: Feed, item: FeedItem): Feed {
  if (item.type !== 'message' || item.message.direction !== 'in') return feed
  const { id } = item.message
  return feed.below?.includes(id) ? feed : { ...feed, below: [...(feed.below ?? []), id] }
}
