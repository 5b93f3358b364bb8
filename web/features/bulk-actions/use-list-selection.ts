import { useState } from 'react'
import { extendedTo, nothingSelected, stepped, toggled } from './selected.ts'
import type { Selected } from './selected.ts'

export type ListSelection = {
  /** Those that are still listed; of everything, the loaded ones. */
  numbers: readonly number[]
  isAll: boolean
  /** Whether anything is: rows then take a tap as a choice. */
  isOn: boolean
  cursor: number | null
  has: (number: number) => boolean
  toggle: (number: number) => void
  extendTo: (number: number) => void
  step: (step: 1 | -1) => number | null
  selectAll: (isAll: boolean) => void
  clear: () => void
}

/** What is selected in a list of conversations. `name`: with another filter it begins anew. */
export function useListSelection(
  name: string,
  listed: readonly number[],
  current: number | null,
): ListSelection {
  const [kept, setKept] = useState<{ name: string; selected: Selected }>({ name, selected: nothingSelected })
  const selected = kept.name === name ? kept.selected : nothingSelected
  const put = (next: Selected): void => setKept({ name, selected: next })
  const shown = new Set(listed)
  const numbers = selected.isAll ? listed : [...selected.numbers].filter((number) => shown.has(number))
  const isOn = selected.isAll || numbers.length > 0
  return {
    numbers,
    isAll: selected.isAll,
    isOn,
    cursor: isOn ? selected.cursor : null,
    has: (number) => selected.isAll || selected.numbers.has(number),
    toggle: (number) => put(toggled(selected, number, listed)),
    extendTo: (number) => put(extendedTo(selected, number, listed)),
    step: (step) => {
      const next = stepped(isOn ? selected : nothingSelected, step, listed, current)
      put(next)
      return next.cursor
    },
    // Where nobody can say what the filter finds, all that is loaded is meant.
    selectAll: (isAll) => put({ numbers: new Set(isAll ? [] : listed), isAll, cursor: current }),
    clear: () => put(nothingSelected),
  }
}
