import type { MatchWay } from '#contract/imports'
import type { PointView, TypedPoint } from '#contract/points'
import type { WishedPoint } from '../read/row-wish.ts'

/**
 * Phones and e-mails of somebody with those of a row: nothing is taken away. `fill` adds only of a kind of which there is none.
 * Null: nothing differs.
 */
export function mergePoints(
  points: readonly Pick<PointView, 'kind' | 'value' | 'label'>[],
  wished: readonly WishedPoint[],
  way: MatchWay,
): TypedPoint[] | null {
  const known = points.map(({ kind, value, label }) => ({ kind, value, label }))
  const added = wished.filter(
    ({ kind, value }) =>
      !known.some((point) => point.kind === kind && isSame(kind, point.value, value)) &&
      (way !== 'fill' || !known.some((point) => point.kind === kind)),
  )
  if (added.length === 0) return null
  const all = [...known, ...added.map(({ kind, value, label }) => ({ kind, value, label: label ?? null }))]
  // In the order in which they are read again, so that an undo knows them.
  return [...all.filter(({ kind }) => kind === 'phone'), ...all.filter(({ kind }) => kind === 'email')]
}

function isSame(kind: PointView['kind'], one: string, other: string): boolean {
  return kind === 'email' ? one.toLowerCase() === other.toLowerCase() : one === other
}
