import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors, type FieldProblem } from '#contract/errors'
import { AppError, isDatabaseAway } from '#lib/errors'
import type { Log } from '#lib/log'
import { isProblemStatus, Problem, problemBody } from './problem.ts'

/** Seconds after which a caller may try again. */
const waitSeconds: Partial<Record<number, number>> = { 429: 1, 503: 5 }

/** Answers whatever was thrown as application/problem+json; a fault of ours is told as 500 and nothing more. */
export function answerProblem(log: Log, request: FastifyRequest, reply: FastifyReply, thrown: unknown): void {
  const problem = toProblem(thrown)
  if (problem.status >= 500) {
    log.error({ requestId: request.id, route: request.routeOptions.url, err: thrown }, 'api.failed')
  }
  const wait = waitSeconds[problem.status]
  if (wait !== undefined) reply.header('retry-after', String(wait))
  // As bytes: a text would get a charset, and clients compare the type strictly.
  void reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(problemBody(problem))))
}

function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  if (thrown instanceof AppError) return ofAppError(thrown)
  if (isDatabaseAway(thrown)) return new Problem(503)
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number') {
    const { statusCode } = thrown
    if (statusCode < 500 && isProblemStatus(statusCode)) return new Problem(statusCode)
  }
  return new Problem(500)
}

function ofAppError(error: AppError): Problem {
  const status = errors[error.code]
  if (error.code === 'request.invalid') return new Problem(400, undefined, fieldsOf(error).map(toFault))
  if (isProblemStatus(status)) return new Problem(status)
  return status >= 500 ? new Problem(500) : new Problem(422, error.code)
}

function fieldsOf(error: AppError): FieldProblem[] {
  // Whoever throws `request.invalid` gives the problems under `fields`.
  return (error.details['fields'] ?? []) as FieldProblem[]
}

function toFault({ path, message }: FieldProblem): Problem['faults'][number] {
  return { code: 'InvalidType', path, detail: message }
}
