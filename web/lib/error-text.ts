import { ApiError } from './api-error.ts'
import { say } from './words.ts'

/** What happened, in one sentence of the user's language. Anything that is not an answer of the server reads as its failure. */
export function errorText(error: unknown): string {
  const code = error instanceof ApiError ? error.code : 'server.failed'
  return say()(`error.${code}`)
}
