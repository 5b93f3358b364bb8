import type { MessageView, Stretch } from '#contract/messages'

/** The loaded end of a chat, oldest first. `before` is the cursor of what is above; null at the first message. */
export type Thread = { items: MessageView[]; stretches: Stretch[]; before: string | null }
export type ThreadPage = Thread

/** Where a message with this moment stands: after all that are not later (the order among equals is the server's). */
export function placeOf(items: readonly MessageView[], at: string): number {
  const time = Date.parse(at)
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    const item = items[middle]
    if (item && Date.parse(item.at) <= time) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * A live message in its place (R10). Known ones are replaced where they stand, for the order never changes; one that belongs
 * above the loaded part is left to be loaded with it.
 */
export function putMessage(thread: Thread, message: MessageView): Thread {
  const known = thread.items.findLastIndex((item) => item.id === message.id)
  if (known !== -1) return { ...thread, items: thread.items.with(known, message) }
  const place = placeOf(thread.items, message.at)
  if (place === 0 && thread.items.length > 0 && thread.before !== null) return thread
  return { ...thread, items: thread.items.toSpliced(place, 0, message) }
}

/** The loaded part with an older page put above it. */
export function prependPage(thread: Thread, page: ThreadPage): Thread {
  const known = new Set(thread.items.map((item) => item.id))
  return {
    items: [...page.items.filter((item) => !known.has(item.id)), ...thread.items],
    stretches: mergeStretches(thread.stretches, page.stretches),
    before: page.before,
  }
}

/**
 * The newest page, loaded again, laid over what is there. When they touch, what was scrolled up stays; when more came than one
 * page holds, the gap is not papered over: the page replaces everything.
 */
export function mergeNewest(thread: Thread | undefined, page: ThreadPage): Thread {
  if (!thread) return page
  const fresh = new Set(page.items.map((item) => item.id))
  const joins = thread.items.findIndex((item) => fresh.has(item.id))
  if (joins === -1) return page
  return {
    items: [...thread.items.slice(0, joins), ...page.items],
    stretches: mergeStretches(thread.stretches, page.stretches),
    before: joins === 0 ? page.before : thread.before,
  }
}

/** Stretches by number, the later given winning. */
function mergeStretches(known: readonly Stretch[], fresh: readonly Stretch[]): Stretch[] {
  const byNumber = new Map([...known, ...fresh].map((stretch) => [stretch.number, stretch]))
  return [...byNumber.values()].toSorted((a, b) => a.number - b.number)
}

/** The first message of the unread run at the end, counted back over the client's messages; null when all is read. */
export function firstUnread(items: readonly MessageView[], unread: number): string | null {
  let left = unread
  let first: string | null = null
  for (const item of items.toReversed()) {
    if (left === 0) break
    if (item.direction !== 'in') continue
    first = item.id
    left -= 1
  }
  return first
}
