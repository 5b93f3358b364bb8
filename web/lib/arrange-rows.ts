/** What is on the screen: the rows in their shown order, and how many new ones wait above until the list may move. */
export type Arrangement<Row> = { rows: Row[]; held: number }

export type Key = string | number

export type Arranging<Row> = {
  keyOf: (row: Row) => Key
  /** A row as last heard of, also when it is no longer listed. */
  latest: (key: Key) => Row | undefined
  /** The pointer is on the list, or it is scrolled. */
  still: boolean
  /** The opened row: it stays although it left the list by what was just done with it. */
  pinned: Key | null
}

/**
 * Nothing jumps: while the list is `still`, shown rows keep their places with fresh contents, rows that left stay as they last
 * were, and new ones wait, but for those that follow the last shown one (the next page). Those that would stand over the first
 * row now are counted with the new ones.
 */
export function arrangeRows<Row>(
  shown: readonly Row[],
  sorted: readonly Row[],
  arranging: Arranging<Row>,
): Arrangement<Row> {
  const { keyOf, latest, still } = arranging
  const listed = new Map(sorted.map((row) => [keyOf(row), row]))
  if (!still) return { rows: withPinned(shown, sorted, listed, arranging), held: 0 }
  if (shown.length === 0) return { rows: [...sorted], held: 0 }
  const known = new Set(shown.map(keyOf))
  const kept = shown.map((row) => listed.get(keyOf(row)) ?? latest(keyOf(row)) ?? row)
  const lastShown = sorted.findLastIndex((row) => known.has(keyOf(row)))
  const below = sorted.slice(lastShown + 1).filter((row) => !known.has(keyOf(row)))
  const first = shown[0]
  const top = first === undefined ? -1 : sorted.findIndex((row) => keyOf(row) === keyOf(first))
  const held = sorted
    .slice(0, lastShown + 1)
    .filter((row, index) => index < top || !known.has(keyOf(row))).length
  return { rows: [...kept, ...below], held }
}

function withPinned<Row>(
  shown: readonly Row[],
  sorted: readonly Row[],
  listed: ReadonlyMap<Key, Row>,
  { keyOf, latest, pinned }: Arranging<Row>,
): Row[] {
  const at = pinned === null || listed.has(pinned) ? -1 : shown.findIndex((row) => keyOf(row) === pinned)
  const row = shown[at]
  if (row === undefined) return [...sorted]
  const place = Math.min(at, sorted.length)
  return [...sorted.slice(0, place), latest(keyOf(row)) ?? row, ...sorted.slice(place)]
}
