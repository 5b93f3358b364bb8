import { use, useMemo } from 'react'
import { createFormat } from './format.ts'
import type { Format } from './format.ts'
import { SessionContext } from './session.ts'
import { useLanguage } from './words.ts'

/** Writers of dates and sums for the signed-in user; before sign-in, in the browser's zone. */
export function useFormat(): Format {
  const me = use(SessionContext)
  const language = useLanguage()
  const timeZone = me?.user.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const currency = me?.account.currency ?? ''
  return useMemo(() => createFormat({ language, timeZone, currency }), [language, timeZone, currency])
}
