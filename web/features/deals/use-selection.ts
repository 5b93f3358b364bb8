import { useRef, useState } from 'react'

export type Selection = {
  ids: ReadonlySet<number>
  /** `isRange`: everything from the last one that was chosen. */
  toggle: (id: number, isRange: boolean) => void
  toggleAll: () => void
  clear: () => void
}

/** Which rows of a list are selected; those that left the list are no longer. `name`: with another one it begins anew. */
export function useSelection(name: string, listed: readonly number[]): Selection {
  const [kept, setKept] = useState<{ name: string; ids: ReadonlySet<number> }>({ name, ids: new Set() })
  const anchor = useRef<number | null>(null)
  const shown = new Set(listed)
  const ids = new Set(kept.name === name ? [...kept.ids].filter((id) => shown.has(id)) : [])
  const set = (next: ReadonlySet<number>): void => setKept({ name, ids: next })
  return {
    ids,
    toggle: (id, isRange) => {
      const next = new Set(ids)
      const [from, to] = [listed.indexOf(anchor.current ?? id), listed.indexOf(id)].toSorted((a, b) => a - b)
      const range = isRange && from !== undefined && from >= 0 ? listed.slice(from, (to ?? 0) + 1) : [id]
      for (const each of range) {
        if (ids.has(id)) next.delete(each)
        else next.add(each)
      }
      anchor.current = id
      set(next)
    },
    toggleAll: () => set(ids.size === listed.length ? new Set() : shown),
    clear: () => set(new Set()),
  }
}
