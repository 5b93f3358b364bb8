import type { ErrorCode } from '#contract/errors'
import { AppError } from './errors.ts'

/**
 * Nobody's word is lost silently: throws `code` when a field that is to be changed is no longer as its editor `seen` it, unless
 * it is already what he wants. Its details tell the field and what stands there now, for a form also as what is wrong with the
 * field. Fields that he did not name are not judged.
 */
export function requireSeen<Fields extends object>(
  code: ErrorCode,
  current: Fields,
  wish: { [Key in keyof Fields]?: unknown },
  seen: { [Key in keyof Fields]?: unknown } | undefined,
): void {
  if (!seen) return
  for (const [field, value] of Object.entries(current)) {
    const of = (side: object): unknown => Object.entries(side).find(([key]) => key === field)?.[1]
    const [saw, wants] = [of(seen), of(wish)]
    if (saw === undefined || wants === undefined) continue
    if (!isSame(saw, value) && !isSame(wants, value)) {
      const problem = { path: field, problem: 'changed', message: 'somebody else has changed it meanwhile' }
      throw new AppError(code, { field, current: value, fields: [problem] })
    }
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
