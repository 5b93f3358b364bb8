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

/** Socket errors of Node and SQLSTATEs of PostgreSQL that mean "the database is away", not "the query is wrong". */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08001',
  '08003',
  '08006',
])
/** Errors that `pg` and its pool throw without a code. */
const awayMessages = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error and is not queryable',
  'Cannot use a pool after calling end on the pool',
]

/** Whether a query failed because the database cannot be reached now: the same call may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  if ('code' in error && typeof error.code === 'string' && awayCodes.has(error.code)) {
    return error.code !== 'ENOENT' || ('syscall' in error && error.syscall === 'connect')
  }
  return awayMessages.some((message) => error.message.startsWith(message))
}
