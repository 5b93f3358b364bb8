import { isApiError } from '../../lib/api-error.ts'
import { errorText } from '../../lib/error-text.ts'
import { currentLanguage, say } from '../../lib/words.ts'
import { vkRights } from './messengers/vk.ts'
import { messengerWords } from './messenger-labels.ts'

/** Why a messenger was not connected; of a key that may not do enough, what it lacks. */
export function connectionProblem(error: unknown): string {
  const lacking = isApiError(error, 'channel.rights_missing') ? rightsOf(error.details['rights']) : []
  if (lacking.length === 0) return errorText(error)
  const speak = say(messengerWords)
  const names = lacking.map((right) => speak(`mes.vk.right.${right}`))
  return speak('mes.vk.lacks', { rights: new Intl.ListFormat(currentLanguage()).format(names) })
}

function rightsOf(given: unknown): (typeof vkRights)[number][] {
  return Array.isArray(given) ? vkRights.filter((right) => given.includes(right)) : []
}
