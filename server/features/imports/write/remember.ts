import type { MatchWay } from '#contract/imports'
import type { PointView } from '#contract/points'
import type { EntityWish } from '../read/row-wish.ts'
import { mergePoints } from './merge-points.ts'
import type { Doing, Facts } from './outcome.ts'
import type { Written } from './write-rest.ts'

export type Difference = { seenAt: string; before: Facts; after: Facts }

type Seen = {
  name: string
  responsibleUserId: number | null
  points: readonly PointView[]
  updatedAt: string
}

/** What a row changes of the name, the responsible, the phones and e-mails of somebody who is there already. */
export function differenceOf(seen: Seen, wish: EntityWish, way: MatchWay): Difference {
  const difference: Difference = { seenAt: seen.updatedAt, before: {}, after: {} }
  const { name, responsibleUserId } = wish
  if (way === 'update' && name !== null && name !== seen.name) {
    difference.before.name = seen.name
    difference.after.name = name
  }
  if (isWanted(seen.responsibleUserId, responsibleUserId, way)) {
    difference.before.responsibleUserId = seen.responsibleUserId
    difference.after.responsibleUserId = responsibleUserId
  }
  const points = mergePoints(seen.points, wish.points, way)
  if (points) {
    difference.before.points = plainPoints(seen.points)
    difference.after.points = points
  }
  return difference
}

/** Whether what a row says takes the place of what stands there. */
export function isWanted<T>(seen: T | null, wished: T | null, way: MatchWay): boolean {
  return wished !== null && wished !== seen && (way !== 'fill' || seen === null)
}

type PlainPoint = Pick<PointView, 'kind' | 'value' | 'label'>

export function plainPoints(points: readonly PlainPoint[]): PlainPoint[] {
  return points.map(({ kind, value, label }) => ({ kind, value, label }))
}

/** Writes down what a change was, if it was one. */
export function remember(
  doing: Doing,
  { kind, id }: { kind: 'contact' | 'company'; id: number },
  { seenAt, before, after }: Difference,
  rest: Written,
): 'changed' | 'skipped' {
  const hasFields = Object.keys(rest.after).length > 0
  if (Object.keys(after).length === 0 && !hasFields && rest.tagIds.length === 0) return 'skipped'
  doing.changes.push({
    kind,
    id,
    seenAt,
    before: { ...before, ...(hasFields && { fields: rest.before }) },
    after: { ...after, ...(hasFields && { fields: rest.after }) },
    tagIds: rest.tagIds,
  })
  return 'changed'
}
