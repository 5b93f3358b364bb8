import type { MessageView, Stretch } from '#contract/messages'

/** A part of a log without a gap, oldest first. `before` and `after` are the cursors of what lies beside it; null: nothing does. */
export type LogPart = {
  items: readonly { id: string }[]
  stretches?: Stretch[]
  before: string | null
  after: string | null
}

/** A loaded part of a chat: its end, or what lies around a message. */
export type Thread = {
  items: MessageView[]
  stretches: Stretch[]
  before: string | null
  after: string | null
}

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
 * above or below the loaded part is left to be loaded with its neighbours.
 */
export function putMessage(thread: Thread, message: MessageView): Thread {
  const known = thread.items.findLastIndex((item) => item.id === message.id)
  if (known !== -1) return { ...thread, items: thread.items.with(known, message) }
  const place = placeOf(thread.items, message.at)
  if (place === 0 && thread.items.length > 0 && thread.before !== null) return thread
  if (place === thread.items.length && thread.after !== null) return thread
  return { ...thread, items: thread.items.toSpliced(place, 0, message) }
}

export function hasMessage(part: LogPart | undefined, id: string): boolean {
  return part?.items.some((item) => item.id === id) === true
}

/** The loaded part with an older page put above it. */
export function prependPage<Part extends LogPart>(part: Part, page: Part): Part {
  return {
    ...withStretches(part, page),
    items: [...without(page, part), ...part.items],
    before: page.before,
  }
}

/** The loaded part with a newer page put below it. */
export function appendPage<Part extends LogPart>(part: Part, page: Part): Part {
  return {
    ...withStretches(part, page),
    items: [...part.items, ...without(page, part)],
    after: page.after,
  }
}

/**
 * The newest page, loaded again, laid over what is there. When they touch, what was scrolled up stays; when more came than one
 * page holds, the gap is not papered over: the page replaces everything.
 */
export function mergeNewest<Part extends LogPart>(part: Part | undefined, page: Part): Part {
  const joined = part && joinNewest(part, page)
  return joined ?? page
}

/** A page from the middle, loaded again, laid over what has grown around it. */
export function layOver<Part extends LogPart>(part: Part | undefined, page: Part): Part {
  if (!part) return page
  const fresh = idsOf(page)
  const first = part.items.findIndex(({ id }) => fresh.has(id))
  const last = part.items.findLastIndex(({ id }) => fresh.has(id))
  if (first === -1) return page
  return {
    ...withStretches(part, page),
    items: [...part.items.slice(0, first), ...page.items, ...part.items.slice(last + 1)],
    before: first === 0 ? page.before : part.before,
    after: last === part.items.length - 1 ? page.after : part.after,
  }
}

/** The newest part, grown up to where an older one begins; null while there is a gap between them. */
export function joinNewest<Part extends LogPart>(part: Part, newest: Part): Part | null {
  const known = idsOf(newest)
  const seam = part.items.findIndex(({ id }) => known.has(id))
  if (seam === -1) return null
  return {
    ...withStretches(part, newest),
    items: [...part.items.slice(0, seam), ...newest.items],
    before: seam === 0 ? newest.before : part.before,
    after: newest.after,
  }
}

function idsOf(part: LogPart): Set<string> {
  return new Set(part.items.map(({ id }) => id))
}

function without(page: LogPart, part: LogPart): { id: string }[] {
  const known = idsOf(part)
  return page.items.filter(({ id }) => !known.has(id))
}

/** Stretches by number, the later given winning. */
function withStretches<Part extends LogPart>(part: Part, page: Part): Part {
  if (!part.stretches || !page.stretches) return part
  const byNumber = new Map([...part.stretches, ...page.stretches].map((stretch) => [stretch.number, stretch]))
  return { ...part, stretches: [...byNumber.values()].toSorted((a, b) => a.number - b.number) }
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
