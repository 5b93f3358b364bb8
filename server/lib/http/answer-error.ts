import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors, type ErrorBody, type FieldProblem } from '#contract/errors'
import { AppError, isDatabaseAway } from '../errors.ts'
import type { Log } from '../log.ts'

/** Seconds after which a caller may try again when the database is away. */
const retryAfterSeconds = 5

/** What the framework itself refuses, by its error codes; everything else of its with a status 4xx is `request.invalid`. */
const frameworkCodes: Record<string, 'request.too_large' | 'request.unsupported_media' | 'request.too_many'> =
  {
    FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
    FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.unsupported_media',
  }

/** Turns whatever was thrown into what the caller is told; a fault of ours is told as `server.failed` and nothing more. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDatabaseAway(error))
    return new AppError('server.unavailable', { retryAfterSeconds }, { cause: error })
  if (error instanceof Error && 'statusCode' in error && isRefusal(error.statusCode)) {
    const code = 'code' in error && typeof error.code === 'string' ? frameworkCodes[error.code] : undefined
    return code ? new AppError(code) : new AppError('request.invalid', { fields: [unreadable] })
  }
  return new AppError('server.failed', {}, { cause: error })
}

const unreadable: FieldProblem = { path: '', problem: 'unreadable', message: 'The request cannot be read' }

function isRefusal(status: unknown): boolean {
  return typeof status === 'number' && status >= 400 && status < 500
}

export function answerError(log: Log, request: FastifyRequest, reply: FastifyReply, thrown: unknown): void {
  const error = toAppError(thrown)
  const status = errors[error.code]
  if (status >= 500 && error.code !== 'channel.unreachable') {
    log.error(
      { requestId: request.id, route: request.routeOptions.url, err: error.cause ?? error },
      error.code,
    )
  }
  const { retryAfterSeconds: wait } = error.details
  if (typeof wait === 'number') reply.header('retry-after', String(Math.ceil(wait)))
  const body: ErrorBody = { error: { code: error.code, details: error.details, requestId: request.id } }
  // What a handler had set for its own answer does not fit this one.
  for (const name of ['content-disposition', 'content-length', 'content-range', 'etag'])
    reply.removeHeader(name)
  void reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('x-request-id', request.id)
    .type('application/json; charset=utf-8')
    .send(body)
}
