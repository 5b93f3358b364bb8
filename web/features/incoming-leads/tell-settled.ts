import { settled } from '#contract/incoming-leads'
import { isApiError } from '../../lib/api-error.ts'
import { say } from '../../lib/words.ts'
import { errorToast, failureToast } from '../../ui/toasts.tsx'
import { leadWords } from './labels.ts'

/** Says why a lead could not be taken; when somebody was faster, who did what with it. */
export function tellSettled(error: unknown): void {
  const known = isApiError(error, 'incoming_lead.settled') ? settled.safeParse(error.details) : null
  const name = known?.data?.byName
  if (!known?.data || !name) return errorToast(error)
  failureToast(say(leadWords)(`lead.settled.${known.data.outcome}`, { name }))
}
