import { createContext, useContext, useSyncExternalStore } from 'react'
import { mostForwarded } from '#contract/forwards'

/** Messages of one thread that are chosen to be forwarded together. Bubbles listen to it, so that each is drawn alone. */
export class MessageSelection {
  ids: ReadonlySet<string> = new Set()
  #listeners = new Set<() => void>()

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  snapshot = (): ReadonlySet<string> => this.ids

  /** Whether it was taken: there is room for so many only. */
  toggle(id: string): boolean {
    if (!this.ids.has(id) && this.ids.size >= mostForwarded) return false
    const ids = new Set(this.ids)
    if (!ids.delete(id)) ids.add(id)
    this.#set(ids)
    return true
  }

  clear(): void {
    this.#set(new Set())
  }

  #set(ids: ReadonlySet<string>): void {
    this.ids = ids
    for (const listener of this.#listeners) listener()
  }
}

/** Null where messages are not chosen by several. */
export const SelectionContext = createContext<MessageSelection | null>(null)

const nothing: ReadonlySet<string> = new Set()

export function useSelection(): { selection: MessageSelection | null; ids: ReadonlySet<string> } {
  const selection = useContext(SelectionContext)
  const ids = useSyncExternalStore(
    (listener) => selection?.subscribe(listener) ?? (() => undefined),
    () => selection?.snapshot() ?? nothing,
  )
  return { selection, ids }
}
