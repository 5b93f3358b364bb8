type Side = Record<string, unknown>

/** What of these fields was something else, as it was and as it is now; null: nothing. Fields that nobody gave are left as they are. */
export function differenceOf(was: Side, is: Side): { before: Side; after: Side } | null {
  const changed = Object.keys(is).filter(
    (key) => is[key] !== undefined && JSON.stringify(is[key]) !== JSON.stringify(was[key]),
  )
  if (changed.length === 0) return null
  const of = (side: Side): Side => Object.fromEntries(changed.map((key) => [key, side[key] ?? null]))
  return { before: of(was), after: of(is) }
}

/** Where something stands in a list, counted from one. */
export const placeIn = (ids: readonly number[], id: number): number => ids.indexOf(id) + 1
