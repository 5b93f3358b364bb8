import type { z } from 'zod'
import type { Endpoint } from '#contract/endpoint'
import type { FieldProblem } from '#contract/errors'
import { fieldProblem } from '#contract/field-problem'
import { AppError } from '../errors.ts'

type Raw = { params: unknown; query: unknown; body: unknown }

/**
 * Parses what a request brings with the schemas of its endpoint into one object. Throws `request.invalid` with everything
 * that is wrong, also keys of the body that the endpoint does not know and texts that the database could not keep. Values are
 * never quoted.
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
      if (!isKeepable(result.data)) findUnkeepable(result.data, '', problems)
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

/**
 * PostgreSQL refuses NUL in every text, and half of a character in JSON. What a schema has made of a value is looked at: it may
 * have mended it, as that of the website chat does, and may have read one out of another.
 */
function findUnkeepable(value: unknown, path: string, problems: FieldProblem[]): void {
  if (typeof value === 'string') {
    if (isKeepable(value)) return
    problems.push({ path, problem: 'invalid_format', message: 'has a NUL or half of a character' })
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) findUnkeepable(item, within(path, index), problems)
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      findUnkeepable(key, path, problems)
      findUnkeepable(item, within(path, key), problems)
    }
  }
}

/** Every request is asked this, so no path is made for what is good. */
function isKeepable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000')
  if (Array.isArray(value)) return value.every(isKeepable)
  if (!isObject(value)) return true
  return Object.keys(value).every((key) => isKeepable(key) && isKeepable(value[key]))
}

function within(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
