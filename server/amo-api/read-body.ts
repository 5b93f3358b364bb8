import type { z } from 'zod'
import type { AmoRequest } from './amo-request.ts'
import { Problem } from './problem.ts'

/** The body of a call; without one it is an empty object. Throws 400 that names what is wrong with it. */
export function readBody<Shape extends z.ZodType>({ body }: AmoRequest, shape: Shape): z.output<Shape> {
  const read = shape.safeParse(body ?? {})
  if (read.success) return read.data
  const faults = read.error.issues.map(({ path, message }) => ({
    code: 'InvalidType' as const,
    path: path.join('.'),
    detail: message,
  }))
  throw new Problem(400, undefined, faults)
}
