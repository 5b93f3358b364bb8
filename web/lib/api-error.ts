import { errors } from '#contract/errors'
import type { ErrorBody, ErrorCode, FieldProblem } from '#contract/errors'

/** What the server answers, and what happens before it can answer. */
export type ApiErrorCode = ErrorCode | 'network.unreachable' | 'network.cancelled'

/** A call that did not succeed. `status` is 0 and `requestId` null when no answer came. */
export class ApiError extends Error {
  readonly code: ApiErrorCode
  readonly details: Record<string, unknown>
  readonly status: number
  readonly requestId: string | null

  constructor(
    code: ApiErrorCode,
    given: { details?: Record<string, unknown>; status?: number; requestId?: string | null } = {},
  ) {
    super(code)
    this.name = 'ApiError'
    this.code = code
    this.details = given.details ?? {}
    this.status = given.status ?? 0
    this.requestId = given.requestId ?? null
  }

  /** Which fields the server did not accept; empty for every other error. */
  get fields(): FieldProblem[] {
    const { fields } = this.details
    return Array.isArray(fields) ? fields.filter(isFieldProblem) : []
  }
}

export function isApiError(error: unknown, code?: ApiErrorCode): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code)
}

/** The error an answer stands for; a proxy between us may answer something that is not ours. */
export function readError(status: number, body: unknown): ApiError {
  if (isErrorBody(body)) return new ApiError(body.error.code, { ...body.error, status })
  if (status === 413) return new ApiError('request.too_large', { status })
  if (status === 502 || status === 503 || status === 504)
    return new ApiError('server.unavailable', { status })
  return new ApiError('server.failed', { status })
}

function isErrorBody(body: unknown): body is ErrorBody {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false
  const { error } = body
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    Object.hasOwn(errors, error.code)
  )
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return typeof value === 'object' && value !== null && 'path' in value && 'problem' in value
}
