import type { ConversationRow } from '#contract/conversations'

/** What is on the screen: the rows in their shown order, and how many new ones wait above until the list may move. */
export type Arrangement = { rows: ConversationRow[]; held: number }

/**
 * Nothing jumps: while the list is `still` (the pointer is on it, or it is scrolled), shown rows keep their places with fresh
 * contents, rows that left stay as they last were, and new ones wait, but for those that follow the last shown one (the next
 * page). Those that would stand over the first row now are counted with the new ones. `pinned` is the opened conversation, which stays although it left the list by what was just done with it.
 */
export function arrangeRows(
  shown: readonly ConversationRow[],
  sorted: readonly ConversationRow[],
  latest: (number: number) => ConversationRow | undefined,
  { still, pinned }: { still: boolean; pinned: number | null },
): Arrangement {
  const listed = new Map(sorted.map((row) => [row.number, row]))
  if (!still) return { rows: withPinned(shown, sorted, listed, latest, pinned), held: 0 }
  const known = new Set(shown.map((row) => row.number))
  const kept = shown.map((row) => listed.get(row.number) ?? latest(row.number) ?? row)
  const lastShown = sorted.findLastIndex((row) => known.has(row.number))
  const below = sorted.slice(lastShown + 1).filter((row) => !known.has(row.number))
  const top = sorted.findIndex((row) => row.number === shown[0]?.number)
  const held = sorted
    .slice(0, lastShown + 1)
    .filter((row, index) => index < top || !known.has(row.number)).length
  if (shown.length === 0) return { rows: [...sorted], held: 0 }
  return { rows: [...kept, ...below], held }
}

function withPinned(
  shown: readonly ConversationRow[],
  sorted: readonly ConversationRow[],
  listed: ReadonlyMap<number, ConversationRow>,
  latest: (number: number) => ConversationRow | undefined,
  pinned: number | null,
): ConversationRow[] {
  const at = pinned === null || listed.has(pinned) ? -1 : shown.findIndex((row) => row.number === pinned)
  const row = shown[at]
  if (!row) return [...sorted]
  const place = Math.min(at, sorted.length)
  return [...sorted.slice(0, place), latest(row.number) ?? row, ...sorted.slice(place)]
}
