import type { VisitorMessage } from '#contract/website'

/** How long an address of a file is surely good; a newer answer's address replaces only older ones, so that pictures do not reload. */
const addressGoodForMs = 20 * 60_000

/** Messages of the server by id, in the order of the thread. */
export type Thread = {
  items: readonly VisitorMessage[]
  merge: (incoming: readonly VisitorMessage[]) => VisitorMessage[]
  remove: (ids: ReadonlySet<string>) => void
  /** Own messages up to this one have been read. */
  markRead: (upTo: string) => void
  clear: () => void
}

export function createThread(): Thread {
  let items: VisitorMessage[] = []
  const addressesAt = new Map<string, number>()

  function keepAddresses(message: VisitorMessage, known: VisitorMessage | undefined): VisitorMessage {
    const isFresh = Date.now() - (addressesAt.get(message.id) ?? 0) < addressGoodForMs
    if (!known || !isFresh) {
      addressesAt.set(message.id, Date.now())
      return message
    }
    const files = message.files.map((file) => {
      const old = known.files.find(({ position }) => position === file.position)
      return { ...file, url: old?.url ?? file.url }
    })
    return { ...message, files }
  }

  return {
    get items() {
      return items
    },
    /** @returns those that were not known. */
    merge(incoming) {
      const known = new Map(items.map((message) => [message.id, message]))
      const isNew = incoming.filter(({ id }) => !known.has(id))
      for (const message of incoming) {
        const old = known.get(message.id)
        const next = keepAddresses(message, old)
        known.set(message.id, old?.isRead ? { ...next, isRead: true } : next)
      }
      items = [...known.values()].toSorted(byTime)
      return isNew
    },
    remove(ids) {
      items = items.filter(({ id }) => !ids.has(id))
    },
    markRead(upTo) {
      const last = items.findIndex(({ id }) => id === upTo)
      items = items.map((message, index) =>
        message.isMine && index <= last ? { ...message, isRead: true } : message,
      )
    },
    clear() {
      items = []
      addressesAt.clear()
    },
  }
}

function byTime(a: VisitorMessage, b: VisitorMessage): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  return a.id < b.id ? -1 : 1
}
