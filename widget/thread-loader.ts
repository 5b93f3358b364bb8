import type { VisitorMessage } from '#contract/website'
import type { Api } from './api.ts'
import type { Thread } from './thread.ts'

/** Whoever missed more than this many pages gets the newest ones, and the rest by paging up. */
const maxPagesToCatchUp = 20

type Options = {
  api: Pick<Api, 'messages'>
  thread: Thread
  mayLoad: () => boolean
  onLoaded: () => void
  onFailed: (error: unknown) => void
}

export type ThreadLoader = {
  /** Fetches what is missing; asked again meanwhile, it asks once more: the answer under way may be too old. */
  refresh: () => Promise<void>
  loadEarlier: () => Promise<void>
  /** A live connection tells everything from now on; what came before it is still to be fetched. */
  setLive: (isLive: boolean) => void
  /** A message was taken back. */
  remove: (id: string) => void
  /** @returns the messages that were not known. */
  add: (messages: readonly VisitorMessage[]) => VisitorMessage[]
  hasEarlier: () => boolean
  lastLoadedAtMs: () => number
  clear: () => void
}

/** Keeps the thread without gaps. Live messages may come before the missed ones: only up to the anchor nothing is missing. */
export function createThreadLoader({ api, thread, mayLoad, onLoaded, onFailed }: Options): ThreadLoader {
  let anchor: VisitorMessage | null = null
  let isLive = false
  let isComplete = false
  let earlier: string | null = null
  let loading: Promise<void> | null = null
  let isStale = false
  let loadedAtMs = 0
  /** Counts visitors: an answer to one who is no more is nobody's. */
  let age = 0

  async function load(): Promise<void> {
    let failure: unknown = null
    try {
      while (isStale && mayLoad()) {
        isStale = false
        await catchUp()
        onLoaded()
      }
    } catch (error) {
      failure = error
    }
    // Who hears of a failure may ask anew at once.
    loading = null
    if (failure !== null) onFailed(failure)
  }

  /** Reads from the newest page back until the anchor; the pages count only together. */
  async function catchUp(): Promise<void> {
    const wasLive = isLive
    const known = thread.items
    const since = anchor
    const began = age
    const items: VisitorMessage[] = []
    let before: string | null = null
    let isMet = false
    for (let pages = 0; pages < maxPagesToCatchUp; pages++) {
      const page = await api.messages(before)
      if (age !== began) return
      items.unshift(...page.items)
      before = page.before
      // The anchor itself may have been taken back meanwhile.
      isMet = since !== null && page.items.some(({ id, at }) => id === since.id || at < since.at)
      if (isMet || since === null || before === null) break
    }
    if (!isMet) {
      // Nothing before these pages is known to fit them.
      if (since !== null && before !== null) thread.clear()
      earlier = before
    }
    thread.remove(goneOf(known, items, before === null))
    thread.merge(items)
    isComplete = wasLive && isLive
    anchor = items.at(-1) ?? anchor
    loadedAtMs = Date.now()
  }

  return {
    refresh() {
      isStale = true
      // Not at once: it may end before it is noted that it runs.
      loading ??= Promise.resolve().then(load)
      return loading
    },
    async loadEarlier() {
      if (earlier === null) return
      const began = age
      const page = await api.messages(earlier).catch(() => null)
      if (page === null || age !== began) return
      earlier = page.before
      thread.merge(page.items)
      onLoaded()
    },
    setLive(next) {
      isLive = next
      isComplete = false
    },
    remove: (id) => thread.remove(new Set([id])),
    add(messages) {
      const isNew = thread.merge(messages)
      if (isComplete) anchor = messages.at(-1) ?? anchor
      return isNew
    },
    hasEarlier: () => earlier !== null,
    lastLoadedAtMs: () => loadedAtMs,
    clear() {
      age += 1
      thread.clear()
      anchor = null
      earlier = null
      isComplete = false
    },
  }
}

/** What was known before the pages were asked for and is not in them, though it has its place there, was taken back. */
function goneOf(
  known: readonly VisitorMessage[],
  fetched: readonly VisitorMessage[],
  isWhole: boolean,
): Set<string> {
  const there = new Set(fetched.map(({ id }) => id))
  const from = fetched[0]?.at
  const isInReach = ({ at }: VisitorMessage): boolean => isWhole || (from !== undefined && at > from)
  return new Set(known.filter((one) => !there.has(one.id) && isInReach(one)).map(({ id }) => id))
}
