import { isApiError } from '../../lib/api-error.ts'
import { say } from '../../lib/words.ts'
import { errorToast, failureToast } from '../../ui/toasts.tsx'
import { whyNots } from './change-rules.ts'
import { chatWords } from './labels.ts'

/** Says why a message was not changed, with the server's reason when it gave one. */
export function changeFailed(error: unknown): void {
  const reason = isApiError(error, 'message.not_changeable')
    ? whyNots.find((each) => each === error.details['reason'])
    : undefined
  if (reason === undefined) errorToast(error)
  else failureToast(say(chatWords)(`msg.no.${reason}`))
}
