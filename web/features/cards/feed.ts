import type { ChannelKind } from '#contract/channels'
import type { FeedItem } from '#contract/deals'
import type { MessageView } from '#contract/messages'

/** The loaded end of a card's feed, oldest first. */
export type Feed = { items: FeedItem[]; before: string | null }

const feedKey = (item: FeedItem): string => (item.type === 'message' ? item.message.id : item.event.id)

/** The newest page laid over what is loaded; a gap between them is not papered over. */
export function mergeNewestFeed(feed: Feed | undefined, page: Feed): Feed {
  if (!feed) return page
  const fresh = new Set(page.items.map(feedKey))
  const joins = feed.items.findIndex((item) => fresh.has(feedKey(item)))
  if (joins === -1) return page
  return {
    items: [...feed.items.slice(0, joins), ...page.items],
    before: joins === 0 ? page.before : feed.before,
  }
}

/** The loaded feed with an older page above it. */
export function prependFeed(feed: Feed, page: Feed): Feed {
  const known = new Set(feed.items.map(feedKey))
  return {
    items: [...page.items.filter((item) => !known.has(feedKey(item))), ...feed.items],
    before: page.before,
  }
}

/** A live message: replaced where it stands, or put in its place by time when it belongs to this card. */
export function putFeedMessage(feed: Feed, message: MessageView, channelKind: ChannelKind | null): Feed {
  const known = feed.items.findLastIndex((item) => item.type === 'message' && item.message.id === message.id)
  const old = feed.items[known]
  if (old?.type === 'message') return { ...feed, items: feed.items.with(known, { ...old, message }) }
  if (channelKind === null) return feed
  const time = Date.parse(message.at)
  const place = feed.items.findLastIndex((item) => Date.parse(item.at) <= time) + 1
  if (place === 0 && feed.items.length > 0 && feed.before !== null) return feed
  const item: FeedItem = { type: 'message', at: message.at, channelKind, message }
  return { ...feed, items: feed.items.toSpliced(place, 0, item) }
}
