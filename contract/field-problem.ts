import type { z } from 'zod'
import type { FieldLimit, FieldProblem } from './errors.ts'

/** What a schema does not accept, as server and forms tell it. The value is never quoted. */
export function fieldProblem(issue: z.core.$ZodIssue): FieldProblem {
  const limit = limitOf(issue)
  return {
    path: issue.path.join('.'),
    problem: issue.code,
    message: issue.message,
    ...(limit ? { limit } : {}),
  }
}

/** How long, how many or how great it may be; null when that is not what is wrong. */
function limitOf(issue: z.core.$ZodIssue): FieldLimit | null {
  if ((issue.code !== 'too_big' && issue.code !== 'too_small') || issue.inclusive === false) return null
  const of = measures[issue.origin]
  if (!of) return null
  return issue.code === 'too_big' ? { of, most: Number(issue.maximum) } : { of, least: Number(issue.minimum) }
}

/** What Zod measures, by its names. */
const measures: Partial<Record<string, FieldLimit['of']>> = {
  string: 'characters',
  array: 'items',
  set: 'items',
  number: 'number',
  int: 'number',
}
