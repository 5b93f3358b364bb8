import { z } from 'zod'
import type { ErrorCode, FieldProblem } from '#contract/errors'
import type { PointKind, PointLabel, TypedPoint } from '#contract/points'
import { AppError } from '#lib/errors'
import { readPhone } from './read-phone.ts'

/** A phone or e-mail as it is compared and as it is shown; without a `label` the one it has stays. */
export type Point = { kind: PointKind; normal: string; shown: string; label?: PointLabel | null | undefined }

const email = z.email().max(200)

/**
 * Reads typed phones and e-mails, each once. Throws `code` with every one that is none: its place in the list and what it
 * should have been.
 */
export function readPoints(
  typed: TypedPoint[],
  country: string,
  code: ErrorCode = 'contact.point_invalid',
): Point[] {
  const points = new Map<string, Point>()
  const problems: FieldProblem[] = []
  for (const [place, one] of typed.entries()) {
    const read = readPoint(one, country)
    if (!read) problems.push(problemOf(one.kind, place))
    else if (!points.has(`${one.kind}:${read.normal}`)) {
      points.set(`${one.kind}:${read.normal}`, { kind: one.kind, ...read, label: one.label })
    }
  }
  if (problems.length > 0) throw new AppError(code, { fields: problems })
  return [...points.values()]
}

/** What was typed, as it is compared and as it is shown; null: it is no phone or e-mail. */
export function readPoint(
  { kind, value }: Pick<TypedPoint, 'kind' | 'value'>,
  country: string,
): { normal: string; shown: string } | null {
  return kind === 'phone' ? readPhone(value, country) : readEmail(value)
}

function readEmail(text: string): { normal: string; shown: string } | null {
  const read = email.safeParse(text.trim())
  return read.success ? { normal: read.data.toLowerCase(), shown: read.data } : null
}

function problemOf(kind: PointKind, place: number): FieldProblem {
  const message = kind === 'phone' ? 'This is no phone number' : 'This is no e-mail address'
  return { path: `points.${place}.value`, problem: kind, message }
}
