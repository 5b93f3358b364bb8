import { badRequest } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import type { CallParameters } from './call-parameters.ts'

/** allowed_updates of setWebhook and getUpdates; omitted: the previous setting stays. */
export const allowUpdates = (bot: BotState, parameters: CallParameters): void => {
  const value = parameters.json('allowed_updates', 'allowed_updates')
  if (value === undefined) return
  if (!Array.isArray(value)) throw badRequest("can't parse allowed_updates: expected an Array")
  bot.updates.allow(value)
}
