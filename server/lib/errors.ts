import type { ErrorCode } from '#contract/errors'

/** A problem the caller is told about: the code decides the HTTP status, `details` reach the caller as they are. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: Record<string, unknown>

  constructor(code: ErrorCode, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** There may be so many of a thing, and as many are there. */
export function tooMany(
  code: Exclude<Extract<ErrorCode, `${string}.too_many${'' | '_pinned'}`>, 'request.too_many'>,
  limit: number,
): AppError {
  return new AppError(code, { limit })
}

/** Whoever makes a thing gives it an id; this one stands for something that is not his, or not what he asks for. */
export function idTaken(path: 'id' | 'requestId' = 'id'): AppError {
  return new AppError('request.invalid', {
    fields: [{ path, problem: 'taken', message: 'this id is taken' }],
  })
}

/** Socket errors of Node that mean "the database is away", not "the query is wrong". */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ECONNABORTED',
  'EADDRNOTAVAIL',
  'ERR_STREAM_DESTROYED',
])
/**
 * SQLSTATEs that say nothing of the query: connections (08), a disk or memory that is full (53), somebody's cancel or a
 * shutdown (57), the system below (58), deadlocks (40), locks (55P03), a standby that only reads (25006).
 */
const awayStates = /^(08|40|53|57|58)...$|^(55P03|25006)$/
/** Errors that `pg` and its pool throw without a code. */
const awayMessages = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
]

/** Whether a query failed because the database cannot be reached now: the same call may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  if ('code' in error && typeof error.code === 'string' && awayStates.test(error.code)) return true
  if ('code' in error && typeof error.code === 'string' && awayCodes.has(error.code)) {
    return error.code !== 'ENOENT' || ('syscall' in error && error.syscall === 'connect')
  }
  return awayMessages.some((message) => error.message.startsWith(message))
}
