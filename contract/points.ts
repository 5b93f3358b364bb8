import { z } from 'zod'
import { line } from './common.ts'

export const pointKinds = ['phone', 'email'] as const
export type PointKind = (typeof pointKinds)[number]

/** Of which kind a phone or e-mail is; null: nobody has said. */
export const pointLabels = ['work', 'mobile', 'home', 'other'] as const
export type PointLabel = (typeof pointLabels)[number]
export const pointLabel = z.enum(pointLabels).nullable()

export const point = z.object({
  kind: z.enum(pointKinds),
  /** As shown: a phone in international form. */
  value: z.string(),
  label: pointLabel,
  isPrimary: z.boolean(),
})
export type PointView = z.output<typeof point>

/** A phone or e-mail as somebody typed it; one that was there before keeps its label when none is given. */
export const typedPoint = z.object({
  kind: z.enum(pointKinds),
  value: line(200).min(1),
  label: pointLabel.optional(),
})
export type TypedPoint = z.output<typeof typedPoint>

/** All phones and e-mails in their order; the first of a kind is the primary one. */
export const typedPoints = z.array(typedPoint).max(20)

/** The same as its editor saw them. */
export const seenPoints = z
  .array(z.object({ kind: z.enum(pointKinds), value: z.string().max(200), label: pointLabel.optional() }))
  .max(200)
