import type { PointKind, PointView, TypedPoint } from '#contract/points'

/** Phones and e-mails as they are sent. */
export const plainPoints = (points: readonly PointView[]): TypedPoint[] =>
  points.map(({ kind, value, label }) => ({ kind, value, label }))

/** One phone or e-mail is another one, is gone (`to` null), or is new (`from` null). */
export type PointEdit = { kind: PointKind; from: string | null; to: TypedPoint | null }

/**
 * The points after an edit. Null: what was edited is no longer there, somebody else has changed or removed it; others of the list
 * may be what they like.
 */
export function editPoints(points: readonly PointView[], { kind, from, to }: PointEdit): TypedPoint[] | null {
  const plain = plainPoints(points)
  if (from === null) return to ? [...plain, to] : plain
  const isEdited = (point: TypedPoint): boolean => point.kind === kind && point.value === from
  if (!plain.some(isEdited)) return null
  return plain.flatMap((point) => {
    if (!isEdited(point)) return [point]
    return to ? [{ ...point, ...to }] : []
  })
}

/** The points with one of them as the first, the primary one of its kind. */
export function primaryFirst(points: readonly PointView[], { kind, value }: PointView): TypedPoint[] {
  const plain = plainPoints(points)
  const isFirst = (point: TypedPoint): boolean => point.kind === kind && point.value === value
  return [...plain.filter(isFirst), ...plain.filter((point) => !isFirst(point))]
}
