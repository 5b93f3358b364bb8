/** What of a list is selected: some rows, or everything that its filter finds, also what is not loaded yet. */
export type Selected = {
  numbers: ReadonlySet<number>
  isAll: boolean
  /** Where the keyboard has come to, and from where a range goes on. */
  cursor: number | null
}

export const nothingSelected: Selected = { numbers: new Set(), isAll: false, cursor: null }

/** Of everything only what is loaded can go on as a choice of rows. */
const explicit = ({ numbers, isAll }: Selected, listed: readonly number[]): Set<number> =>
  new Set(isAll ? listed : numbers)

/** One row more, or one less. */
export function toggled(selected: Selected, number: number, listed: readonly number[]): Selected {
  const numbers = explicit(selected, listed)
  if (!numbers.delete(number)) numbers.add(number)
  return { numbers, isAll: false, cursor: number }
}

/** Everything from where one was to this row. */
export function extendedTo(selected: Selected, number: number, listed: readonly number[]): Selected {
  const numbers = explicit(selected, listed)
  const [from, to] = [listed.indexOf(selected.cursor ?? number), listed.indexOf(number)].toSorted(
    (a, b) => a - b,
  )
  const range = from === undefined || from < 0 ? [number] : listed.slice(from, (to ?? from) + 1)
  for (const each of range) numbers.add(each)
  return { numbers, isAll: false, cursor: number }
}

/** One row further from where the keyboard is, or from the opened conversation; both ends are selected. */
export function stepped(
  selected: Selected,
  step: 1 | -1,
  listed: readonly number[],
  current: number | null,
): Selected {
  const start = selected.cursor ?? current
  const at = start === null ? -1 : listed.indexOf(start)
  const next = listed[at === -1 ? 0 : Math.min(listed.length - 1, Math.max(0, at + step))]
  if (next === undefined) return selected
  const cursor = at === -1 ? next : start
  return extendedTo({ ...selected, cursor }, next, listed)
}
