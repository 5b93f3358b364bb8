import { z } from 'zod'
import type { ContactPointView } from '#contract/contacts'
import type { FieldProblem } from '#contract/errors'
import { AppError } from '#lib/errors'
import { readPhone } from './read-phone.ts'

export type TypedPoint = Pick<ContactPointView, 'kind' | 'value'>
/** A phone or e-mail as it is compared and as it is shown. */
export type Point = { kind: TypedPoint['kind']; normal: string; shown: string }

const email = z.email().max(200)

/**
 * Reads typed phones and e-mails, each once. Throws `contact.point_invalid` with every one that is none: its place in the
 * list and what it should have been.
 */
export function readPoints(typed: TypedPoint[], country: string): Point[] {
  const points = new Map<string, Point>()
  const problems: FieldProblem[] = []
  for (const [place, one] of typed.entries()) {
    const read = one.kind === 'phone' ? readPhone(one.value, country) : readEmail(one.value)
    if (!read) problems.push(problemOf(one.kind, place))
    else if (!points.has(`${one.kind}:${read.normal}`)) {
      points.set(`${one.kind}:${read.normal}`, { kind: one.kind, ...read })
    }
  }
  if (problems.length > 0) throw new AppError('contact.point_invalid', { fields: problems })
  return [...points.values()]
}

function readEmail(text: string): { normal: string; shown: string } | null {
  const read = email.safeParse(text.trim())
  return read.success ? { normal: read.data.toLowerCase(), shown: read.data } : null
}

function problemOf(kind: TypedPoint['kind'], place: number): FieldProblem {
  const message = kind === 'phone' ? 'This is no phone number' : 'This is no e-mail address'
  return { path: `points.${place}.value`, problem: kind, message }
}
