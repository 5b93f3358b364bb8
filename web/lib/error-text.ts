import type { FieldLimit } from '#contract/errors'
import { ApiError } from './api-error.ts'
import { limitText } from './limit-text.ts'
import { currentLanguage, say } from './words.ts'

/** What happened, in one sentence of the user's language. Anything that is not an answer of the server reads as its failure. */
export function errorText(error: unknown): string {
  const code = error instanceof ApiError ? error.code : 'server.failed'
  const limit = error instanceof ApiError ? limitIn(error) : null
  if (limit) return limitText(limit)
  const most = error instanceof ApiError ? error.details['limit'] : null
  const number = typeof most === 'number' ? new Intl.NumberFormat(currentLanguage()).format(most) : '…'
  return say()(`error.${code}`, { limit: number })
}

/** What was not kept to: of the first wrong field, or of a message's text. */
function limitIn({ fields, details }: ApiError): FieldLimit | null {
  const { longest } = details
  return fields[0]?.limit ?? (typeof longest === 'number' ? { of: 'characters', most: longest } : null)
}
