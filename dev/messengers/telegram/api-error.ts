import type { ResponseParameters } from '@grammyjs/types'

const statusNames: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
}

/** A refusal of the Bot API: `code` is also the HTTP status, the description is what the messenger would say. */
export class ApiError extends Error {
  readonly code: number
  readonly description: string
  readonly parameters: ResponseParameters | undefined

  constructor(code: number, detail?: string, parameters?: ResponseParameters) {
    const name = statusNames[code] ?? 'Error'
    const description = detail ? `${name}: ${detail}` : name
    super(description)
    this.code = code
    this.description = description
    this.parameters = parameters
  }
}

export const badRequest = (detail: string): ApiError => new ApiError(400, detail)

export const tooManyRequests = (retryAfterSeconds: number): ApiError =>
  new ApiError(429, `retry after ${retryAfterSeconds}`, { retry_after: retryAfterSeconds })

export const migrated = (newId: number): ApiError =>
  new ApiError(400, 'group chat was upgraded to a supergroup chat', { migrate_to_chat_id: newId })
