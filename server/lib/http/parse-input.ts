import type { z } from 'zod'
import type { Endpoint } from '#contract/endpoint'
import type { FieldProblem } from '#contract/errors'
import { fieldProblem } from '#contract/field-problem'
import { AppError } from '../errors.ts'

type Raw = { params: unknown; query: unknown; body: unknown }

/**
 * Parses what a request brings with the schemas of its endpoint into one object. Throws `request.invalid` with everything
 * that is wrong, also keys of the body that the endpoint does not know. Values are never quoted.
 */
export function parseInput(endpoint: Endpoint, raw: Raw): Record<string, unknown> {
  const problems: FieldProblem[] = []
  const parsed: Record<string, unknown> = {}
  const take = (schema: z.ZodType | undefined, value: unknown, isStrict: boolean): void => {
    if (!schema) return
    const result = schema.safeParse(value)
    if (!result.success) problems.push(...result.error.issues.flatMap(describeIssue))
    else {
      if (isStrict) problems.push(...unknownKeys(value, result.data, []))
      Object.assign(parsed, result.data)
    }
  }
  take(endpoint.params, raw.params, false)
  take(endpoint.query, raw.query, false)
  take(endpoint.body, raw.body ?? {}, true)
  if (problems.length > 0) throw new AppError('request.invalid', { fields: problems })
  return parsed
}

function describeIssue(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [nearest = []] = [...issue.errors].sort((one, other) => one.length - other.length)
    return nearest.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }))
  }
  return [fieldProblem(issue)]
}

/** Keys that were sent but are in no schema, however deep: a misspelt field must not be silently ignored. */
function unknownKeys(sent: unknown, parsed: unknown, path: (string | number)[]): FieldProblem[] {
  if (Array.isArray(sent) && Array.isArray(parsed)) {
    return sent.flatMap((item, index) => unknownKeys(item, parsed[index], [...path, index]))
  }
  if (!isObject(sent) || !isObject(parsed)) return []
  return Object.entries(sent).flatMap(([key, value]) =>
    Object.hasOwn(parsed, key)
      ? unknownKeys(value, parsed[key], [...path, key])
      : [{ path: [...path, key].join('.'), problem: 'unknown_key', message: 'There is no such field' }],
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
