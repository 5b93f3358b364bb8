/** A list with one of its ids put before another, or at the end. */
export function placedBefore(ids: readonly number[], id: number, beforeId: number | null): number[] {
  if (beforeId === id) return [...ids]
  const others = ids.filter((each) => each !== id)
  const at = beforeId === null ? others.length : others.indexOf(beforeId)
  return others.toSpliced(at === -1 ? others.length : at, 0, id)
}
